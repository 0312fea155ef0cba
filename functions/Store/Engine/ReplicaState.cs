using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Where an instance's copy of a collection stands.</summary>
/// <param name="Root">The state.</param>
/// <param name="Head">The head of the log that it stands for.</param>
/// <param name="CompactedThrough">The revision through which clients see no history.</param>
internal sealed record ReplicaState(CollectionRoot Root, LogHead Head, long CompactedThrough);
