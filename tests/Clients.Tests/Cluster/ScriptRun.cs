using System.Diagnostics;
using k8s;

namespace CloudOrchestrator.Clients.Tests.Cluster;

/// <summary>Runs a script of a client in a namespace and a home folder of its own.</summary>
internal sealed class ScriptRun : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("script-");

    private ScriptRun()
    {
    }

    /// <summary>Where the script runs.</summary>
    public string Folder => _home.FullName;

    /// <summary>The kubeconfig that it finds.</summary>
    public string Kubeconfig => Path.Combine(Folder, "kubeconfig");

    public string Namespace { get; private init; } = "";

    /// <summary>Makes the namespace.</summary>
    /// <param name="controlPlane">The cluster.</param>
    /// <param name="name">The namespace.</param>
    /// <param name="server">Where the script reaches the cluster, if elsewhere.</param>
    public static async Task<ScriptRun> PrepareAsync(ControlPlane controlPlane, string name, Uri? server = null)
    {
        using var client = controlPlane.Client();
        await client.CoreV1.CreateNamespaceAsync(new() { Metadata = new() { Name = name } }, cancellationToken: TestContext.Current.CancellationToken);
        var run = new ScriptRun { Namespace = name };
        var text = await File.ReadAllTextAsync(controlPlane.Kubeconfig, TestContext.Current.CancellationToken);
        var address = controlPlane.Address.GetLeftPart(UriPartial.Authority);
        await File.WriteAllTextAsync(run.Kubeconfig, text.Replace(address, (server ?? controlPlane.Address).GetLeftPart(UriPartial.Authority), StringComparison.Ordinal), TestContext.Current.CancellationToken);
        return run;
    }

    /// <summary>How to start a program there.</summary>
    public ProcessStartInfo Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder };
        start.Environment["HOME"] = Folder;
        start.Environment["KUBECONFIG"] = Kubeconfig;
        start.Environment["NAMESPACE"] = Namespace;
        return start;
    }

    /// <summary>Runs a program that has to succeed; its output.</summary>
    public static async Task<string> SucceedAsync(ProcessStartInfo start)
    {
        var result = await Command.RunAsync(start, Deadline);
        Assert.True(result.ExitCode == 0, $"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {result.ExitCode}:\n{result.Output}\n{result.Error}");
        return result.Output;
    }

    public void Dispose() => _home.Delete(recursive: true);
}
