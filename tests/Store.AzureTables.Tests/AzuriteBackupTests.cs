using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;

namespace CloudOrchestrator.Store.AzureTables.Tests;

/// <summary>Backups of stores on Azurite.</summary>
public sealed class AzuriteBackupTests(AzuriteFixture azurite) : BackupConformance
{
    protected override async Task<ICommitLog> NewLogAsync() => await azurite.OpenAsync(AzuriteFixture.NewCluster());

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}
