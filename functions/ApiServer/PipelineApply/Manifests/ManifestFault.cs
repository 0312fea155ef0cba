namespace CloudOrchestrator.ApiServer.PipelineApply.Manifests;

/// <summary>Why a document cannot be taken.</summary>
/// <param name="Position">Where; null for the file as a whole.</param>
/// <param name="Message">Why.</param>
/// <param name="Source">The object that it is of, as far as it is known; null for none.</param>
internal sealed record ManifestFault(ManifestPosition? Position, string Message, ManifestObject? Source = null);
