namespace CloudOrchestrator.ApiServer.PipelineApply.Manifests;

/// <summary>What a file holds.</summary>
/// <param name="Objects">Its objects, in order.</param>
/// <param name="Faults">What cannot be taken, in order; nothing is applied if there is any.</param>
internal sealed record Manifest(IReadOnlyList<ManifestObject> Objects, IReadOnlyList<ManifestFault> Faults);
