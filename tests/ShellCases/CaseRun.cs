using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.ShellCases;

/// <summary>Runs a case's steps in a namespace and a folder of its own.</summary>
public sealed class CaseRun : IAsyncDisposable
{
    private static readonly TimeSpan StepDeadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly CaseCluster _cluster;
    private readonly KubectlBinary _kubectl;
    private readonly string _namespace;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("case-");

    public CaseRun(CaseCluster cluster, KubectlBinary kubectl, CaseFolder cases, string name)
    {
        _cluster = cluster;
        _kubectl = kubectl;
        _namespace = string.Create(CultureInfo.InvariantCulture, $"{name}-{kubectl.Minor}");
        foreach (var file in cases.FilesOf(name))
        {
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        }
    }

    public async Task RunAsync(IReadOnlyList<CaseStep> steps)
    {
        _ = (await KubectlAsync("create", "namespace", _namespace)).Success;
        var bin = _folder.CreateSubdirectory(".bin");
        File.CreateSymbolicLink(Path.Combine(bin.FullName, "kubectl"), _kubectl.Path);
        var kubeconfig = await File.ReadAllTextAsync(_cluster.Kubeconfig);
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, ".kubeconfig"),
            Regex.Replace(kubeconfig, "^( *)cluster: cloudorchestrator$", $"$1cluster: cloudorchestrator\n$1namespace: {_namespace}", RegexOptions.Multiline));
        foreach (var step in steps.Where(step => step.AppliesTo(_kubectl.Minor)))
        {
            await RunAsync(step);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KubectlAsync("delete", "namespace", _namespace, "--wait=false", "--ignore-not-found");
        _folder.Delete(recursive: true);
    }

    private Task<CommandResult> KubectlAsync(params string[] arguments) =>
        Command.RunAsync(_kubectl.Path, ["--kubeconfig", _cluster.Kubeconfig, "--cache-dir", Path.Combine(_folder.FullName, ".kube", "cache"), .. arguments]);

    private async Task RunAsync(CaseStep step)
    {
        var end = DateTime.UtcNow + step.Until;
        CommandResult result;
        while (!Matches(step, result = await RunOnceAsync(step.Text)))
        {
            if (DateTime.UtcNow >= end)
            {
                Assert.Fail(Explain(step, result));
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    private async Task<CommandResult> RunOnceAsync(string text)
    {
        var start = new ProcessStartInfo("bash", ["-c", text]) { WorkingDirectory = _folder.FullName };
        start.Environment["PATH"] = $"{Path.Combine(_folder.FullName, ".bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["KUBECONFIG"] = Path.Combine(_folder.FullName, ".kubeconfig");
        start.Environment["HOME"] = _folder.FullName;
        start.Environment["NAMESPACE"] = _namespace;
        foreach (var (key, value) in _cluster.Environment)
        {
            start.Environment[key] = value;
        }

        return await Command.RunAsync(start, StepDeadline);
    }

    private static bool Matches(CaseStep step, CommandResult result) =>
        result.ExitCode == step.ExitCode && OutputPattern.IsMatch(step.Output, result.Output) && OutputPattern.IsMatch(step.Error, result.Error);

    private static string Explain(CaseStep step, CommandResult result) =>
        $"""
        line {step.Line}: {step.Text}
        expected: exit code {step.ExitCode}
        {string.Join('\n', step.Output)}
        {string.Join('\n', step.Error.Select(line => "! " + line))}
        printed: exit code {result.ExitCode}
        {result.Output}
        {string.Join('\n', result.Error.Split('\n').Where(line => line.Length > 0).Select(line => "! " + line))}
        """;
}
