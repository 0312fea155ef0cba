using CloudOrchestrator.Runtimes;

namespace CloudOrchestrator.Pods.Specs;

/// <summary>A container in the runtime's terms, or why its pod's spec cannot be carried out.</summary>
/// <param name="Spec">The container; null if it cannot be made.</param>
/// <param name="Error">Why it cannot be made; empty if it can.</param>
internal sealed record SpecOutcome(ContainerSpec? Spec, string Error);
