using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;

namespace CloudOrchestrator.Store.AzureTables.Tests;

/// <summary>What every commit log must do, on Azurite.</summary>
public sealed class AzuriteLogTests(AzuriteFixture azurite) : LogConformance
{
    private readonly string _cluster = AzuriteFixture.NewCluster();

    protected override async Task<ICommitLog> OpenAsync() => await azurite.OpenAsync(_cluster);

    protected override Task CloseAsync(ICommitLog log) => Task.CompletedTask;
}
