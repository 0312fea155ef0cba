using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.Store.Sqlite.Tests;

public sealed class SqliteBackupTests : BackupConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("store");
    private readonly List<SqliteCommitLog> _logs = [];

    [Fact]
    public async Task Copy_WhileTheStoreIsHeldAndWrittenTo_IsBackedUp()
    {
        var log = await NewLogAsync();
        await PutAsync(log, "pods", "a", "1");
        var copy = Path.Combine(_folder.FullName, "copy.db");

        SqliteCopy.Make(Path.Combine(_folder.FullName, $"{_logs.Count - 1}.db"), copy);
        await PutAsync(log, "pods", "b", "2");

        using var copied = SqliteCommitLog.Open(new SqliteOptions { Path = copy });
        Assert.Equal(1, (await SaveAsync(copied)).Summary.Objects);
        Assert.Equal(["a", "b"], (await StateAsync(log, "pods")).Range("").Select(item => item.Key));
    }

    [Fact]
    public void Copy_OfAFileThatIsNotThere_NamesIt()
    {
        var missing = Path.Combine(_folder.FullName, "missing.db");

        var fault = Assert.Throws<StoreException>(() => SqliteCopy.Make(missing, missing + ".copy"));

        Assert.StartsWith($"{missing}: ", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles("missing*"));
    }

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
