namespace CloudOrchestrator.LocalAzure.Functions.Processes;

/// <summary>What is started for one instance.</summary>
/// <param name="Environment">All of it but the port: nothing is inherited.</param>
/// <param name="StartTimeout">Longest until it listens.</param>
internal sealed record HandlerCommand(
    string Executable,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment,
    TimeSpan StartTimeout);
