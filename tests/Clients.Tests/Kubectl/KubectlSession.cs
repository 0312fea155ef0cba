using System.Diagnostics;

namespace CloudOrchestrator.Clients.Tests.Kubectl;

/// <summary>A kubectl with a home of its own, as the administrator of a cluster.</summary>
/// <param name="binary">The program.</param>
/// <param name="kubeconfig">The cluster's kubeconfig.</param>
internal sealed class KubectlSession(KubectlBinary binary, string kubeconfig) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("kubectl-");

    /// <summary>Where the program runs.</summary>
    public string Folder => _home.FullName;

    /// <summary>The output of a command that has to succeed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var result = await TryAsync(arguments);
        Assert.True(result.ExitCode == 0, $"kubectl {string.Join(' ', arguments)} ended with {result.ExitCode}:\n{result.Output}\n{result.Error}");
        return result.Output;
    }

    public Task<CommandResult> TryAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(binary.Path, arguments) { WorkingDirectory = Folder };
        start.Environment["HOME"] = Folder;
        start.Environment["KUBECONFIG"] = kubeconfig;
        return Command.RunAsync(start, Deadline);
    }

    /// <summary>Lines of a command's output, each split into its columns.</summary>
    public async Task<IReadOnlyList<string[]>> RowsAsync(params string[] arguments) =>
        [.. (await RunAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    public void Dispose() => _home.Delete(recursive: true);
}
