namespace CloudOrchestrator.Volumes.Configuration;

/// <summary>An object, or why there is none.</summary>
/// <typeparam name="T">The object's kind.</typeparam>
/// <param name="Value">The object; null if there is none.</param>
/// <param name="Missing">The API answered that there is none, which an optional reference accepts.</param>
/// <param name="Message">Why there is none, fit to be shown to the pod's owner; empty if there is one.</param>
public sealed record ConfigurationResult<T>(T? Value, bool Missing, string Message)
    where T : class;
