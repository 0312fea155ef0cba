using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests.Fake;

/// <summary>What every store must do, while every tenth request to the account goes wrong in some way.</summary>
public sealed class FaultyStoreTests : StoreConformance
{
    private const double Share = 0.1;

    private readonly FakeAccount _account = new(
        TimeProvider.System, new FakeStorageOptions { Limits = new StorageLimits { PartitionEntitiesPerSecond = 0, AccountRequestsPerSecond = 0 } });

    public FaultyStoreTests()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        _account.PrepareAsync().GetAwaiter().GetResult();
        _account.Storage.Faults
            .AtRandom(
                seed, Share, RequestTarget.Of(RequestKind.Batch),
                Fault.DropRequest(), Fault.DropAnswer(), Fault.Duplicate(), Fault.Duplicate(answersSecond: true), Fault.LandLate(TimeSpan.FromMilliseconds(20)),
                Fault.Answer(StorageError.ServerBusy), Fault.Answer(StorageError.InternalError), Fault.Answer(StorageError.OperationTimedOut, lands: true),
                Fault.InnerAnswer(StorageError.ServerBusy, 1), Fault.InnerAnswer(StorageError.OperationTimedOut, 0, lands: true))
            .AtRandom(seed + 1, Share, RequestTarget.Of(RequestKind.QueryEntities), Fault.ShortPage(), Fault.ShortPage(1), Fault.DropAnswer(), Fault.Answer(StorageError.ServerBusy))
            .AtRandom(seed + 2, Share, RequestTarget.Any, Fault.DropRequest(), Fault.DropAnswer(), Fault.Answer(StorageError.ServerBusy));
    }

    protected override ICommitLog OpenLog() => _account.Log("one");

    protected override ValueTask CloseLogAsync(ICommitLog log) => ValueTask.CompletedTask;

    protected override Task DamageSnapshotAsync(ICommitLog log, string collection, SnapshotEntry entry) => SnapshotDamage.DoAsync(_account.Account("vandal"), entry);
}
