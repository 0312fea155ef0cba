namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>A pull that failed after the engine had answered 200: its words came with the progress.</summary>
internal sealed class PullException(string message) : Exception(message);
