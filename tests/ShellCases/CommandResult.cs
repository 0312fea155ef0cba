namespace CloudOrchestrator.ShellCases;

/// <summary>What a command that ended left.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>The output, of a command that must not fail.</summary>
    public string Success => ExitCode == 0 ? Output : throw new InvalidOperationException($"exit code {ExitCode}\n{Output}\n{Error}");
}
