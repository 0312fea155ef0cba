using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;

namespace CloudOrchestrator.Store.AzureTables.Tests.Fake;

/// <summary>What every store must do, on the fake account with the service's real limits; its targets are for tests of throughput.</summary>
public sealed class FakeStoreTests : StoreConformance
{
    private readonly FakeAccount _account = new(
        TimeProvider.System, new FakeStorageOptions { Limits = new StorageLimits { PartitionEntitiesPerSecond = 0, AccountRequestsPerSecond = 0 } });

    protected override ICommitLog OpenLog()
    {
        _account.PrepareAsync().GetAwaiter().GetResult();
        return _account.Log("one");
    }

    protected override ValueTask CloseLogAsync(ICommitLog log) => ValueTask.CompletedTask;

    protected override Task DamageSnapshotAsync(ICommitLog log, string collection, SnapshotEntry entry) => SnapshotDamage.DoAsync(_account.Account("vandal"), entry);
}
