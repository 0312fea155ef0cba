using System.Diagnostics;
using System.Text;

namespace CloudOrchestrator.Clients.Tests.Informers;

/// <summary>An informer in a process of its own, which prints a line for each change.</summary>
internal sealed class InformerProcess : Informer
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private InformerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => NoteError(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static InformerProcess Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return new InformerProcess(new Process { StartInfo = start });
    }

    public override async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    protected override string Said()
    {
        lock (_errors)
        {
            return _errors.ToString();
        }
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            End();
        }
        else
        {
            See(line);
        }
    }

    private void NoteError(string? line)
    {
        lock (_errors)
        {
            _errors.AppendLine(line);
        }
    }
}
