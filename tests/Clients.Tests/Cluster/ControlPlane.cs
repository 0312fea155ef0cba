using System.Diagnostics;
using k8s;

namespace CloudOrchestrator.Clients.Tests.Cluster;

/// <summary>The control plane of one machine, as <c>./up --nodes 0</c> runs it: the program itself, on SQLite, with TLS on a free port of the loopback.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "CloudOrchestrator.Host.dll");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("control-plane-");
    private Process? _process;

    /// <summary>The administrator's kubeconfig.</summary>
    public string Kubeconfig => Path.Combine(Data, "kubeconfig");

    /// <summary>Such as <c>https://127.0.0.1:34567</c>.</summary>
    public Uri Address => new(KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig).Host);

    private string Data => Path.Combine(_folder.FullName, "data");

    public static async Task<ControlPlane> StartAsync()
    {
        var started = new ControlPlane();
        await started.RunAsync();
        return started;
    }

    public Kubernetes Client() => new(KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig));

    /// <summary>Restores the cluster from its own backup: every resourceVersion that was handed out is of the past now, and too old to go on from.</summary>
    public async Task ForgetHistoryAsync()
    {
        var backup = Path.Combine(_folder.FullName, "backup");
        await CommandAsync("backup", "--data", Data, "--file", backup);
        await StopAsync();
        foreach (var file in Directory.EnumerateFiles(Data, "store.db*"))
        {
            File.Delete(file);
        }

        await CommandAsync("restore", "--data", Data, "--file", backup);
        await RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private async Task RunAsync()
    {
        Directory.CreateDirectory(Data);
        File.Delete(Kubeconfig);
        var start = new ProcessStartInfo("dotnet", [Program, "serve", "--data", Data, "--listen", "127.0.0.1:0", "--end-with-parent"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("KUBECONFIG");
        _process = await StartAsync(start);
        _ = _process.StandardOutput.ReadToEndAsync();
        var errors = _process.StandardError.ReadToEndAsync();
        var since = Stopwatch.StartNew();
        while (!File.Exists(Kubeconfig) || !(await File.ReadAllTextAsync(Kubeconfig)).Contains("token:", StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, $"the control plane ended: {(_process.HasExited ? await errors : "")}");
            Assert.True(since.Elapsed < StartDeadline, $"the control plane did not serve within {StartDeadline}");
            await Task.Delay(Look);
        }
    }

    private async Task StopAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    /// <summary>The kernel ends the program with the thread that started it, so that thread lasts as long as the program.</summary>
    private static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            var process = Process.Start(start)!;
            started.SetResult(process);
            process.WaitForExit();
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return started.Task;
    }

    private static async Task CommandAsync(params string[] arguments) => _ = (await Command.RunAsync("dotnet", [Program, .. arguments])).Success;
}
