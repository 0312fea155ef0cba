namespace CloudOrchestrator.LocalAzure.Functions.Counting;

/// <summary>What an answer to a trigger put into the invocation's log.</summary>
/// <param name="Instance">The name of the instance.</param>
/// <param name="Lines">The answer's <c>Logs</c>.</param>
public sealed record TriggerLog(string Function, string Instance, IReadOnlyList<string> Lines);
