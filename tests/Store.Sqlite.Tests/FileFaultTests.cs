using System.Text;
using CloudOrchestrator.Store.Engine;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Store.Sqlite.Tests;

/// <summary>The store's file is locked by another program, or damaged: one clear error that names it, and all that was acknowledged is there once that is over.</summary>
public sealed class FileFaultTests : IDisposable
{
    private static readonly CollectionDefinition Definition = new("things", []);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("store-tests-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string StoreFile => Path.Combine(_folder.FullName, "store.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Commit_FileLocked_IsUnavailableAndLaterTaken()
    {
        using var log = Open();
        await using var engine = Engine(log);
        var things = engine.Collection(Definition);
        Assert.IsType<WriteOutcome.Committed>(await Put(things, "a"));
        using var other = Connect();
        Execute(other, "BEGIN IMMEDIATE");

        var outcome = await Put(things, "b");

        Assert.Equal(new WriteOutcome.Unavailable($"{StoreFile}: another program has locked the store's file."), outcome);
        Assert.Equal("a", Keys(await things.ReadCurrentAsync(Token)));
        Execute(other, "ROLLBACK");
        Assert.IsType<WriteOutcome.Committed>(await Put(things, "c"));
        Assert.Equal("a c", Keys(await things.ReadCurrentAsync(Token)));
    }

    [Fact]
    public async Task Open_FileLocked_NamesTheFileAndLaterHasEverything()
    {
        using (var log = Open())
        {
            await using var engine = Engine(log);
            await Put(engine.Collection(Definition), "a");
        }

        using (var other = Connect())
        {
            Execute(other, "PRAGMA locking_mode=EXCLUSIVE");
            Execute(other, "BEGIN EXCLUSIVE");
            Assert.Equal($"{StoreFile}: another program has locked the store's file.", Assert.Throws<StoreException>(Open).Message);
        }

        using var again = Open();
        await using var opened = Engine(again);
        Assert.Equal("a", Keys(await opened.Collection(Definition).ReadCurrentAsync(Token)));
    }

    [Fact]
    public async Task Read_FileDamaged_NamesTheFile()
    {
        using (var log = Open())
        {
            await using var engine = Engine(log);
            await Put(engine.Collection(Definition), "a");
        }

        using (var file = new FileStream(StoreFile, FileMode.Open))
        {
            // All but the first page, which says what tables there are.
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xA5, (int)(file.Length - 4096)).ToArray());
        }

        using var damaged = Open();
        await using var again = Engine(damaged);
        var fault = await Assert.ThrowsAsync<StoreException>(async () => await again.Collection(Definition).ReadCurrentAsync(Token));
        Assert.StartsWith($"{StoreFile}: the store could not be read: ", fault.Message, StringComparison.Ordinal);
    }

    private static StoreEngine Engine(SqliteCommitLog log) => new(log, TimeProvider.System, NullLogger<StoreEngine>.Instance);

    private static Task<WriteOutcome> Put(IDocumentCollection things, string key) =>
        things.CommitAsync(new Write(key, _ => new WriteDecision.Put(new Document(Encoding.UTF8.GetBytes(key), -1))), Token);

    private static string Keys(CollectionState state) => string.Join(' ', state.Range("").Select(item => item.Key));

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private SqliteCommitLog Open() => SqliteCommitLog.Open(new SqliteOptions { Path = StoreFile, LockedTimeout = TimeSpan.FromSeconds(1) });

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={StoreFile};Pooling=False");
        connection.Open();
        return connection;
    }
}
