using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Engine;

/// <summary>A commit as it is to be appended, and the state that it makes.</summary>
/// <param name="Expected">The head that it is built upon.</param>
/// <param name="Row">The row.</param>
/// <param name="Changes">What the row says.</param>
/// <param name="Root">The state after it.</param>
/// <param name="CompactedThrough">Of a compaction: the revision through which; else 0.</param>
internal sealed record Attempt(LogHead Expected, CommitRow Row, IReadOnlyList<StoreChange> Changes, CollectionRoot Root, long CompactedThrough);
