namespace CloudOrchestrator.Store.Engine;

/// <summary>A listed snapshot cannot be used. Never leaves the engine: the one before it is.</summary>
internal sealed class BadSnapshotException(string message, Exception? cause) : Exception(message, cause);
