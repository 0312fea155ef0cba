using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;

namespace CloudOrchestrator.Store.Sqlite.Tests;

public sealed class SqliteEncryptionTests : EncryptionConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("store");
    private readonly List<SqliteCommitLog> _logs = [];

    protected override Task<ICommitLog> NewLogAsync()
    {
        var log = SqliteCommitLog.Open(new SqliteOptions { Path = Path.Combine(_folder.FullName, $"{_logs.Count}.db") });
        _logs.Add(log);
        return Task.FromResult<ICommitLog>(log);
    }

    protected override ValueTask CloseAsync()
    {
        _logs.ForEach(log => log.Dispose());
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
