using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;

namespace CloudOrchestrator.Store.AzureTables.Tests;

/// <summary>What every store must do, on Azurite.</summary>
public sealed class AzuriteStoreTests(AzuriteFixture azurite) : StoreConformance
{
    private readonly string _cluster = AzuriteFixture.NewCluster();

    protected override ICommitLog OpenLog() => azurite.OpenAsync(_cluster).GetAwaiter().GetResult();

    protected override ValueTask CloseLogAsync(ICommitLog log) => ValueTask.CompletedTask;

    protected override Task DamageSnapshotAsync(ICommitLog log, string collection, SnapshotEntry entry) => SnapshotDamage.DoAsync(azurite.Account(_cluster), entry);
}
