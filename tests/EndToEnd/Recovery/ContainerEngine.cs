using System.Diagnostics;
using System.Globalization;
using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.Recovery;

/// <summary>A container engine of a test's own, to break: own folders, own socket, own bridge, no firewall rules.</summary>
internal sealed class ContainerEngine : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static int _count;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-");
    private readonly string _bridge;
    private readonly bool _liveRestore;
    private Process? _process;

    private ContainerEngine(bool liveRestore)
    {
        _liveRestore = liveRestore;
        _bridge = string.Create(CultureInfo.InvariantCulture, $"test{Environment.ProcessId % 100_000}e{Interlocked.Increment(ref _count)}");
    }

    public string Address => $"unix://{_folder.FullName}/docker.sock";

    public static async Task<ContainerEngine> StartAsync(bool liveRestore)
    {
        var engine = new ContainerEngine(liveRestore);
        var subnet = 200 + (_count % 50);
        (await Command.RunAsync("ip", "link", "add", engine._bridge, "type", "bridge")).Success.ToString();
        (await Command.RunAsync("ip", "address", "add", string.Create(CultureInfo.InvariantCulture, $"10.254.{subnet}.1/24"), "dev", engine._bridge)).Success.ToString();
        (await Command.RunAsync("ip", "link", "set", engine._bridge, "up")).Success.ToString();
        await engine.StartAgainAsync();
        (await Command.ShellAsync($"docker save cloudorchestrator/sample:1 | docker --host {engine.Address} load")).Success.ToString();
        return engine;
    }

    public async Task StartAgainAsync()
    {
        var folder = _folder.FullName;
        string[] arguments =
        [
            "--host", Address, "--data-root", $"{folder}/data", "--exec-root", $"{folder}/exec", "--pidfile", $"{folder}/pid",
            "--bridge", _bridge, "--iptables=false", "--ip-masq=false", "--containerd-namespace", _bridge, "--containerd-plugins-namespace", $"{_bridge}-plugins",
            .. _liveRestore ? ["--live-restore"] : Array.Empty<string>(),
        ];
        _process = Process.Start(new ProcessStartInfo("bash", ["-c", $"exec dockerd {string.Join(' ', arguments)} >>{folder}/log 2>&1"]))!;
        await Eventually.HoldsAsync(StartDeadline, async () =>
            (await Command.RunAsync("docker", "--host", Address, "version")).ExitCode == 0 ? null : $"the engine answers at {Address}: {await File.ReadAllTextAsync($"{folder}/log")}");
    }

    /// <summary>SIGTERM, as a restart of the service does.</summary>
    public async Task StopAsync()
    {
        if (_process is not null)
        {
            await Command.RunAsync("kill", "-TERM", $"{_process.Id}");
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await Command.ShellAsync($"docker --host {Address} ps -aq | xargs -r docker --host {Address} rm --force");
        }

        await StopAsync();
        await Command.RunAsync("ip", "link", "delete", _bridge);
        await Command.RunAsync("rm", "-rf", _folder.FullName);
    }
}
