using System.Diagnostics;

namespace CloudOrchestrator.Architecture.Tests.Commands;

/// <summary>Runs shell text in the clone's root.</summary>
internal static class Shell
{
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string text, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("bash", ["-c", text])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
