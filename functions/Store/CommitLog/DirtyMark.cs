namespace CloudOrchestrator.Store.CommitLog;

/// <summary>The mark of a collection that may have commits to publish.</summary>
/// <param name="Collection">The collection's name.</param>
/// <param name="Age">How long ago it was set, by the clock of the service that keeps it.</param>
/// <param name="Tag">Tells this setting of the mark from every other.</param>
public sealed record DirtyMark(string Collection, TimeSpan Age, string Tag);
