using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;
using Microsoft.Data.Sqlite;
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

        Assert.StartsWith($"{path}: the store could not be opened: ", fault.Message, StringComparison.Ordinal);
    }

    protected override ICommitLog OpenLog() => SqliteCommitLog.Open(new SqliteOptions { Path = _path });

    protected override ValueTask CloseLogAsync(ICommitLog log)
    {
        ((SqliteCommitLog)log).Dispose();
        return ValueTask.CompletedTask;
    }

    protected override Task DamageSnapshotAsync(ICommitLog log, string collection, SnapshotEntry entry)
    {
        using var connection = new SqliteConnection($"Data Source={_path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE snapshots SET payload = CAST(substr(payload, 1, length(payload) - 1) || x'A5' AS BLOB) WHERE revision = $revision AND collection = (SELECT number FROM collections WHERE name = $name)";
        command.Parameters.AddWithValue("$revision", entry.Revision);
        command.Parameters.AddWithValue("$name", collection);
        Assert.Equal(1, command.ExecuteNonQuery());
        return Task.CompletedTask;
    }
}
