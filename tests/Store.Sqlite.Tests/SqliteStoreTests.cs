using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.Store.Sqlite.Tests;

public sealed class SqliteStoreTests : StoreConformance
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("store-tests-").FullName, "store.db");

    [Fact]
    public void Open_HeldAlready_NamesTheFile()
    {
        var fault = Assert.Throws<StoreException>(OpenLog);

        Assert.Equal($"{_path}: another process holds this store.", fault.Message);
    }

    [Fact]
    public void Open_NotADatabase_NamesTheFile()
    {
        var path = _path + "2";
        File.WriteAllText(path, new string('x', 4096));

        var fault = Assert.Throws<StoreException>(() => SqliteCommitLog.Open(new SqliteOptions { Path = path }));

        Assert.StartsWith($"{path}: the store cannot be opened: ", fault.Message, StringComparison.Ordinal);
    }

    protected override ICommitLog OpenLog() => SqliteCommitLog.Open(new SqliteOptions { Path = _path });

    protected override ValueTask CloseLogAsync(ICommitLog log)
    {
        ((SqliteCommitLog)log).Dispose();
        return ValueTask.CompletedTask;
    }
}
