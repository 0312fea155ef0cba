using System.Diagnostics;
using CloudOrchestrator.Azurite;
using CloudOrchestrator.Clients.Tests.Cluster;

namespace CloudOrchestrator.Clients.Tests.Node;

/// <summary><c>@kubernetes/client-node</c> from npm, as pinned beside this source.</summary>
internal static class NodeClient
{
    private static readonly NpmPackage Package = new(Path.Combine(Repository.Root, "tests", "Clients.Tests", "Node"), Path.Combine(Repository.Root, "artifacts", "client-node"));

    /// <summary>How to run a script with the package at hand. Skips the test where Node.js is missing.</summary>
    public static async Task<ProcessStartInfo> PrepareAsync(ScriptRun run, string script)
    {
        Assert.SkipWhen(NpmPackage.MissingTools is not null, $"needs {NpmPackage.MissingTools} on PATH");
        await Package.EnsureAsync(TestContext.Current.CancellationToken);
        // A script finds packages beside itself.
        var copy = Path.Combine(run.Folder, Path.GetFileName(script));
        File.Copy(script, copy);
        Directory.CreateSymbolicLink(Path.Combine(run.Folder, "node_modules"), Path.Combine(Package.Folder, "node_modules"));
        return run.Start("node", copy);
    }
}
