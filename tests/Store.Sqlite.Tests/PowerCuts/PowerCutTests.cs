using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Engine;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Store.Sqlite.Tests.PowerCuts;

/// <summary>The power is cut at every moment: what was acknowledged is there, and no commit is there by half.</summary>
public sealed class PowerCutTests : IDisposable
{
    private static readonly CollectionDefinition Definition = new("things", []);

    /// <summary>In memory, so that a cut costs little.</summary>
    private static readonly string Root = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    private readonly string _folder = Path.Combine(Root, $"store-power-{Guid.NewGuid():N}");

    /// <summary>The collection at the end of each commit.</summary>
    private readonly SortedDictionary<long, string> _states = new() { [0] = "" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Small pages make the log short enough to be cut at each of its bytes.</summary>
    [Fact]
    public async Task Cut_TheLogAtEveryByte_HasExactlyTheCommitsThatEndBeforeIt()
    {
        var store = Folder("written");
        SmallPages(Path.Combine(store, "store.db"));
        var ends = new List<(long Bytes, long Revision)>();
        byte[] file, log;
        using (var opened = Open(store))
        {
            await using var engine = Engine(opened);
            var random = Seeded();
            for (var count = 0; count < 7; count++)
            {
                var revision = await CommitAsync(engine.Collection(Definition), random, bytesMax: 300);
                ends.Add((new FileInfo(Path.Combine(store, "store.db-wal")).Length, revision));
            }

            file = await ReadAsync(store, "store.db");
            log = await ReadAsync(store, "store.db-wal");
        }

        var before = ends[0].Bytes / 2;
        await Parallel.ForAsync(before, log.Length + 1, new ParallelOptions { CancellationToken = Token, MaxDegreeOfParallelism = Environment.ProcessorCount }, async (bytes, _) =>
        {
            var cut = Folder($"cut-{bytes}");
            await File.WriteAllBytesAsync(Path.Combine(cut, "store.db"), file, Token);
            await File.WriteAllBytesAsync(Path.Combine(cut, "store.db-wal"), log[..(int)bytes], Token);
            var found = await StateAsync(cut);
            var expected = ends.LastOrDefault(end => end.Bytes <= bytes).Revision;
            Assert.True(found == (expected, _states[expected]), $"cut at byte {bytes} of {log.Length} there is revision {found.Revision} and not {expected}: {found.State}");
            Directory.Delete(cut, recursive: true);
        });
    }

    /// <summary>What SQLite was seen to write and to sync, with checkpoints, snapshots and compaction between the commits; cut after each step, with any
    /// part of what was not synced yet.</summary>
    [Fact]
    public async Task Cut_AfterEveryWriteWithAnyPartOfWhatWasNotSynced_LosesNothingAcknowledged()
    {
        var store = Folder("written");
        using var disk = new RecordedDisk(store);
        var random = Seeded();
        await RunAsync(store, disk, random);

        var events = disk.Events;
        Assert.Contains(events, happened => happened is DiskEvent.Write { File: "store.db" });
        Assert.True(events.Count(happened => happened is DiskEvent.Write { File: "store.db-wal", Offset: 0 }) > 1, "the log was never begun anew");
        var cutDisk = new CutDisk();
        var (begun, acknowledged, cuts) = (0L, 0L, 0);
        for (var index = 0; index < events.Count; index++)
        {
            cutDisk.Take(events[index]);
            begun = events[index] is DiskEvent.Begun start ? start.Revision : begun;
            acknowledged = events[index] is DiskEvent.Acknowledged end ? end.Revision : acknowledged;
            if (begun == 0)
            {
                continue;
            }

            foreach (var chance in Chances(random, cutDisk.HasPending))
            {
                var cut = Folder($"cut-{++cuts}");
                cutDisk.WriteTo(cut, chance);
                var (revision, state) = await StateAsync(cut);
                Assert.True(
                    revision >= acknowledged && revision <= begun && _states.TryGetValue(revision, out var expected) && state == expected,
                    $"cut after event {index} ({events[index].GetType().Name}): revision {acknowledged} was acknowledged, {begun} begun, there is {revision}: {state}");
                Directory.Delete(cut, recursive: true);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{events.Count} events, {cuts} cuts");
    }

    /// <summary>Without the sync before the acknowledgement the test above would find commits lost: the recorder sees each of them.</summary>
    [Fact]
    public async Task Commit_Acknowledged_WasSyncedBefore()
    {
        var store = Folder("written");
        using var disk = new RecordedDisk(store);
        await RunAsync(store, disk, Seeded());
        var unsynced = false;
        foreach (var happened in disk.Events)
        {
            unsynced = happened switch
            {
                DiskEvent.Write { File: "store.db-wal" } => true,
                DiskEvent.Sync { File: "store.db-wal" } => false,
                _ => unsynced,
            };
            Assert.False(unsynced && happened is DiskEvent.Acknowledged, $"{happened} before its log was synced");
        }
    }

    /// <summary>All of it, none of it, half of it, and all but a little.</summary>
    private static IEnumerable<Func<bool>?> Chances(Random random, bool hasPending) =>
        hasPending ? [null, () => false, () => random.Next(2) == 0, () => random.Next(20) != 0] : [null];

    private static StoreEngine Engine(ICommitLog log) => new(log, TimeProvider.System, NullLogger<StoreEngine>.Instance);

    private static SqliteCommitLog Open(string folder) => SqliteCommitLog.Open(new SqliteOptions { Path = Path.Combine(folder, "store.db") });

    private static void SmallPages(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA page_size=512; PRAGMA journal_mode=WAL; CREATE TABLE first(number INTEGER); DROP TABLE first";
        command.ExecuteNonQuery();
    }

    private static void Checkpoint(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "store.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        command.ExecuteNonQuery();
    }

    private static async Task<byte[]> ReadAsync(string folder, string file)
    {
        await using var stream = new FileStream(Path.Combine(folder, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    /// <summary>What a store that is opened after the cut holds, whether from a snapshot or from all of its rows.</summary>
    private static async Task<(long Revision, string State)> StateAsync(string folder)
    {
        using var log = Open(folder);
        await using var engine = Engine(log);
        var things = engine.Collection(Definition);
        var state = await things.ReadCurrentAsync(Token);
        if (state.Revision > 1)
        {
            // Every row, each against its digest.
            Assert.IsNotType<StateOutcome.Future>(await things.ReadAtAsync(1, Token));
        }

        return (state.Revision, Show(state));
    }

    private static string Show(CollectionState state) =>
        string.Join(' ', state.Range("").Select(item => $"{item.Key}={item.Revision}:{Convert.ToHexString(item.Document.Bytes.Span[..Math.Min(8, item.Document.Bytes.Length)])}"));

    private static Random Seeded()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    private async Task RunAsync(string store, RecordedDisk disk, Random random)
    {
        using var log = Open(store);
        await using var engine = Engine(log);
        var things = engine.Collection(Definition);
        for (var count = 1; count <= 36; count++)
        {
            var checkpoint = count % 9 == 0 ? Task.Run(() => Checkpoint(store), Token) : Task.CompletedTask;
            disk.Note(new DiskEvent.Acknowledged(await CommitAsync(things, random, 5000, revision => disk.Note(new DiskEvent.Begun(revision)))));
            await checkpoint;
            if (count % 12 == 0)
            {
                await MaintainAsync(log, (Trees.CollectionRoot)await things.ReadCurrentAsync(Token));
            }
        }
    }

    /// <summary>A snapshot, and the rows that it makes needless gone.</summary>
    private static async Task MaintainAsync(SqliteCommitLog log, Trees.CollectionRoot root)
    {
        await log.SaveSnapshotAsync("things", new StoredSnapshot(root.Revision, 1, root.Digest, Codecs.SnapshotEncoding.Encode(root, 0)), Token);
        if ((await log.SnapshotsAsync("things", Token)) is [_, var second, ..])
        {
            await log.CompactAsync("things", second.Revision, long.MaxValue, Token);
        }
    }

    /// <summary>Commits one to four changes at once and notes the state after them. Answers their last revision.</summary>
    private async Task<long> CommitAsync(IDocumentCollection things, Random random, int bytesMax, Action<long>? begun = null)
    {
        var writes = Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
        {
            var bytes = new byte[random.Next(8, bytesMax)];
            random.NextBytes(bytes);
            return new Write($"k{random.Next(12):D2}", _ => new WriteDecision.Put(new Document(bytes, -1)));
        }).ToList();
        begun?.Invoke(_states.Keys.Last() + writes.Count);
        var outcomes = await things.CommitAsync(writes, Token);
        Assert.All(outcomes, outcome => Assert.IsType<WriteOutcome.Committed>(outcome));
        var state = await things.ReadAnyAsync(Token);
        lock (_states)
        {
            _states[state.Revision] = Show(state);
        }

        return state.Revision;
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
}
