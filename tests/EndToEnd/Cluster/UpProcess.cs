using System.Diagnostics;
using System.Text;

namespace CloudOrchestrator.EndToEnd.Cluster;

/// <summary>A run of ./up.</summary>
internal sealed class UpProcess : IAsyncDisposable
{
    /// <summary>The build may come first.</summary>
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<bool> _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private UpProcess(Process process, string data)
    {
        _process = process;
        Data = data;
    }

    public string Data { get; }

    public string Kubeconfig => Path.Combine(Data, "kubeconfig");

    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts ./up on a data folder and a free port, and waits until it says that the cluster is up.</summary>
    public static async Task<UpProcess> StartAsync(string data, IReadOnlyDictionary<string, string>? environment = null, params string[] options)
    {
        string[] listen = options.Any(option => option.StartsWith("--listen", StringComparison.Ordinal)) ? [] : ["--listen", "127.0.0.1:0"];
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "up"), ["--data", data, "--no-install", .. listen, .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var up = new UpProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, data);
        await up.WaitUntilServingAsync();
        return up;
    }

    /// <summary>Process ids of the control plane and of the agent, now. As in Azure it is all of the compute, but not the storage account.</summary>
    public int ControlPlaneId => ChildId("CloudOrchestrator.Host", "serve") is > 0 and var host ? host : ChildId("CloudOrchestrator.LocalAzure", "serve");

    public int AgentId => ChildId("CloudOrchestrator.Agent", "run");

    /// <summary>Asks it to stop, as Ctrl-C does, and waits for its end.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            (await Command.RunAsync("kill", "-TERM", $"{_process.Id}")).Success.ToString();
        }

        using var timeout = new CancellationTokenSource(StopDeadline);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"./up did not end within {StopDeadline.TotalSeconds} s of SIGTERM. It said:\n{Said}");
        }

        return _process.ExitCode;
    }

    /// <summary>SIGKILL, which it cannot answer.</summary>
    public async Task KillAsync()
    {
        await Command.RunAsync("kill", "-KILL", $"{_process.Id}");
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        finally
        {
            _process.Dispose();
        }
    }

    private async Task WaitUntilServingAsync()
    {
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Exited += (_, _) => _serving.TrySetResult(false);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (!await _serving.Task.WaitAsync(StartDeadline))
        {
            await _process.WaitForExitAsync();
            throw new InvalidOperationException($"./up ended with exit code {_process.ExitCode}:\n{Said}");
        }
    }

    private void Note(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }

        if (line?.StartsWith("The cluster is up", StringComparison.Ordinal) == true)
        {
            _serving.TrySetResult(true);
        }
    }

    private int ChildId(string program, string command) =>
        Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .FirstOrDefault(id => id > 0 && IsChild(id) && Arguments(id) is [var path, var first, ..] && path.EndsWith(program, StringComparison.Ordinal) && first == command);

    private bool IsChild(int id) => ReadProc(id, "status").Contains($"PPid:\t{_process.Id}\n", StringComparison.Ordinal);

    private static string[] Arguments(int id) => ReadProc(id, "cmdline").Split('\0');

    private static string ReadProc(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
