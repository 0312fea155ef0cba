using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;

namespace CloudOrchestrator.Store.AzureTables.Tests.Fake;

/// <summary>Backups of stores on fake accounts with the service's real limits.</summary>
public sealed class FakeBackupTests : BackupConformance
{
    protected override async Task<ICommitLog> NewLogAsync()
    {
        var account = new FakeAccount(TimeProvider.System);
        await account.PrepareAsync();
        return account.Log("one");
    }

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}
