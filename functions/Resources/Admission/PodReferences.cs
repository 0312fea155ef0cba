using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Admission;

/// <summary>What a new pod takes from other objects, as they were found; null for what is not there, or not named.</summary>
/// <param name="Account">The service account that it runs as.</param>
/// <param name="Priority">The class that it names, or else the class of pods that name none.</param>
/// <param name="RuntimeClass">The class of container runtime that it names.</param>
internal sealed record PodReferences(AccountFacts? Account, PriorityFacts? Priority, JsonObject? RuntimeClass)
{
    /// <summary>Whether its account is not looked at: it is a dry run in a namespace that is not there yet, and so has no accounts either.</summary>
    public bool IsAccountPlanned { get; init; }
}
