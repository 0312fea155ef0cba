using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;

namespace CloudOrchestrator.Store.AzureTables.Tests.Fake;

/// <summary>Encryption of stores on fake accounts with the service's real limits.</summary>
public sealed class FakeEncryptionTests : EncryptionConformance
{
    protected override async Task<ICommitLog> NewLogAsync()
    {
        var account = new FakeAccount(TimeProvider.System);
        await account.PrepareAsync();
        return account.Log("one");
    }

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}
