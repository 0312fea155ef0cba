using System.Diagnostics;
using System.Globalization;

namespace CloudOrchestrator.LocalAzure.Functions.Processes;

/// <summary>One process of a handler. It is only ever killed, never asked to stop.</summary>
internal sealed class HandlerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _outputs;

    private HandlerProcess(Process process, InstanceLog log)
    {
        _process = process;
        process.Exited += (_, _) => _exited.TrySetResult(process.ExitCode);
        // Raised also for one that has ended already, and once only.
        process.EnableRaisingEvents = true;
        _outputs = Task.WhenAll(ReadAsync(process.StandardOutput, "out", log), ReadAsync(process.StandardError, "err", log));
    }

    public int Id => _process.Id;

    /// <summary>Its exit code: 128 and the signal's number for one that was killed.</summary>
    public Task<int> Exited => _exited.Task;

    public static async Task<HandlerProcess> StartAsync(HandlerCommand command, int port, InstanceLog log)
    {
        var start = new ProcessStartInfo(command.Executable, command.Arguments)
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["FUNCTIONS_HTTPWORKER_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        return new HandlerProcess(await ParentBound.StartAsync(start), log);
    }

    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited;
        await _outputs;
        ParentBound.Forget(_process);
        _process.Dispose();
    }

    private static async Task ReadAsync(StreamReader output, string source, InstanceLog log)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            log.Write(source, line);
        }
    }
}
