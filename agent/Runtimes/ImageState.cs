namespace CloudOrchestrator.Runtimes;

/// <summary>An image on the machine.</summary>
/// <param name="Id">Its content id.</param>
/// <param name="Names">Its tags and digests.</param>
/// <param name="User">The user its programs run as; empty means root.</param>
/// <param name="SizeBytes">Its size on disk.</param>
public sealed record ImageState(string Id, IReadOnlyList<string> Names, string User, long SizeBytes);
