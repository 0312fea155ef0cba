using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;

namespace CloudOrchestrator.Store.Sqlite.Tests;

public sealed class SqliteLogTests : LogConformance
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("store-tests-").FullName, "store.db");

    protected override Task<ICommitLog> OpenAsync() => Task.FromResult<ICommitLog>(SqliteCommitLog.Open(new SqliteOptions { Path = _path }));

    protected override Task CloseAsync(ICommitLog log)
    {
        ((SqliteCommitLog)log).Dispose();
        return Task.CompletedTask;
    }
}
