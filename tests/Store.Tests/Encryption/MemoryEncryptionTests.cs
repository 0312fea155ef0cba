using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;

namespace CloudOrchestrator.Store.Tests.Encryption;

public sealed class MemoryEncryptionTests : EncryptionConformance
{
    protected override Task<ICommitLog> NewLogAsync() => Task.FromResult<ICommitLog>(new MemoryCommitLog(isSoleWriter: false));

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}
