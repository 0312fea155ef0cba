using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;

namespace CloudOrchestrator.Store.Tests;

public sealed class MemoryStoreTests : StoreConformance
{
    private readonly MemoryCommitLog _log = new();

    protected override ICommitLog OpenLog() => _log;

    protected override ValueTask CloseLogAsync(ICommitLog log) => ValueTask.CompletedTask;

    protected override Task DamageSnapshotAsync(ICommitLog log, string collection, SnapshotEntry entry)
    {
        _log.DamageSnapshot(collection, entry);
        return Task.CompletedTask;
    }
}

/// <summary>The same where other instances may write too, so that nothing may be taken for current without asking.</summary>
public sealed class SharedMemoryStoreTests : StoreConformance
{
    private readonly MemoryCommitLog _log = new(isSoleWriter: false);

    protected override ICommitLog OpenLog() => _log;

    protected override ValueTask CloseLogAsync(ICommitLog log) => ValueTask.CompletedTask;

    protected override Task DamageSnapshotAsync(ICommitLog log, string collection, SnapshotEntry entry)
    {
        _log.DamageSnapshot(collection, entry);
        return Task.CompletedTask;
    }
}
