namespace CloudOrchestrator.Store.Codecs;

/// <summary>What a row's payload says.</summary>
/// <param name="Changes">Its changes, in order.</param>
/// <param name="CompactedThrough">Of a row that holds no change: the revision through which clients see no history any more. Else 0.</param>
internal sealed record RowContent(IReadOnlyList<RowChange> Changes, long CompactedThrough);
