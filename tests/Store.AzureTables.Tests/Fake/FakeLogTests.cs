using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;

namespace CloudOrchestrator.Store.AzureTables.Tests.Fake;

/// <summary>What every commit log must do, on the fake account with the service's real limits.</summary>
public sealed class FakeLogTests : LogConformance
{
    private readonly FakeAccount _account = new(TimeProvider.System);

    protected override async Task<ICommitLog> OpenAsync()
    {
        await _account.PrepareAsync();
        return _account.Log("one");
    }

    protected override Task CloseAsync(ICommitLog log) => Task.CompletedTask;
}
