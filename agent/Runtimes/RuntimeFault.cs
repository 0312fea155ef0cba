namespace CloudOrchestrator.Runtimes;

/// <summary>A call that the engine did not carry out.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Message">The engine's own words, fit to be shown to the pod's owner.</param>
public sealed record RuntimeFault(RuntimeFaultKind Kind, string Message);
