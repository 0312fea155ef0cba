namespace CloudOrchestrator.LocalAzure.Functions.Processes;

/// <summary>The host of an instance has given up its handler.</summary>
internal sealed class HandlerFailedException(string message) : Exception(message);
