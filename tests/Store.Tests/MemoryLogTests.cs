using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;

namespace CloudOrchestrator.Store.Tests;

public sealed class MemoryLogTests : LogConformance
{
    private readonly MemoryCommitLog _log = new();

    protected override Task<ICommitLog> OpenAsync() => Task.FromResult<ICommitLog>(_log);

    protected override Task CloseAsync(ICommitLog log) => Task.CompletedTask;
}
