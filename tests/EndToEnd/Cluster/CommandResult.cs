namespace CloudOrchestrator.EndToEnd.Cluster;

/// <summary>What a command that ended left.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>The output, of a command that must not fail.</summary>
    public string Success => ExitCode == 0 ? Output : throw new InvalidOperationException($"exit code {ExitCode}\n{Output}\n{Error}");
}
