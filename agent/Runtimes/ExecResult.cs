namespace CloudOrchestrator.Runtimes;

/// <summary>What became of a command run inside a container.</summary>
/// <param name="ExitCode">What it ended with.</param>
/// <param name="Output">What it wrote, both streams, cut at 10 KiB.</param>
public sealed record ExecResult(int ExitCode, string Output);
