using System.Text;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Engine;
using CloudOrchestrator.Store.Notices;
using CsCheck;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Store.Conformance;

/// <summary>What every store must do, whatever log lies under it.</summary>
public abstract partial class StoreConformance : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private static readonly CollectionDefinition Definition = new(
        "things", [new IndexDefinition("first-letter", item => [Text(item)[..1]])]);

    private ICommitLog _log = null!;
    private IDocumentCollection _things = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _log = OpenLog();
        _things = Engine(_log).Collection(Definition);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseLogAsync(_log);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Commit_Changes_TakeConsecutiveRevisionsFromOne()
    {
        Assert.Equal(1, Revision(await Put("a", "x")));
        Assert.Equal(2, Revision(await Put("a", "y")));
        Assert.Equal(3, Revision(await Delete("a")));
        Assert.Equal(4, Revision(await Put("a", "z")));
    }

    [Fact]
    public async Task Collections_RegisteredOrCommittedTo_AreNamedByEveryEngine()
    {
        var store = Engine(_log);
        Assert.Empty(await store.CollectionsAsync(Token));
        await store.Collection(Definition).ReadCurrentAsync(Token);
        Assert.Empty(await store.CollectionsAsync(Token));

        await store.Collection(new CollectionDefinition("others", [])).RegisterAsync(Token);
        Assert.Equal(["others"], await store.CollectionsAsync(Token));
        await Put("a", "x");

        Assert.Equal(["others", "things"], (await store.CollectionsAsync(Token)).Order(StringComparer.Ordinal));
        Assert.Equal(["others", "things"], (await Engine(_log).CollectionsAsync(Token)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Commit_NothingOrRefused_TakesNoRevision()
    {
        await Put("a", "x");

        var unchanged = await _things.CommitAsync(new Write("a", _ => new WriteDecision.Nothing()), Token);
        var refused = await _things.CommitAsync(new Write("a", state => new WriteDecision.Refuse(state.Revision)), Token);

        Assert.Equal("x", Text(Assert.IsType<WriteOutcome.Unchanged>(unchanged).Current!));
        Assert.Equal(1L, Assert.IsType<WriteOutcome.Refused>(refused).Reason);
        Assert.Equal(1, (await _things.ReadCurrentAsync(Token)).Revision);
    }

    [Fact]
    public async Task Commit_DeleteOfNothing_IsUnchanged() =>
        Assert.Null(Assert.IsType<WriteOutcome.Unchanged>(await Delete("a")).Current);

    [Fact]
    public async Task Commit_GroupWithARefusal_ChangesNothing()
    {
        var outcomes = await _things.CommitAsync(
            [PutWrite("a", "x"), new Write("b", _ => new WriteDecision.Refuse("no")), PutWrite("c", "x")], Token);

        Assert.IsType<WriteOutcome.GroupRefused>(outcomes[0]);
        Assert.Equal("no", Assert.IsType<WriteOutcome.Refused>(outcomes[1]).Reason);
        Assert.IsType<WriteOutcome.GroupRefused>(outcomes[2]);
        Assert.Equal(0, (await _things.ReadCurrentAsync(Token)).Count);
    }

    [Fact]
    public async Task Commit_TooLarge_IsRefusedAndTheLargestIsTaken()
    {
        var largest = new byte[CommitBytes.DocumentMax];

        Assert.IsType<WriteOutcome.Committed>(await _things.CommitAsync(new Write("a", _ => new WriteDecision.Put(new Document(largest, -1))), Token));
        var refused = await _things.CommitAsync(new Write("b", _ => new WriteDecision.Put(new Document(new byte[largest.Length + 1], -1))), Token);

        Assert.Equal(new WriteOutcome.TooLarge(largest.Length + 1, largest.Length), refused);
    }

    [Fact]
    public async Task Commit_FunctionThrows_FailsAlone()
    {
        var faulty = _things.CommitAsync(new Write("a", _ => throw new InvalidOperationException("bug")), Token);
        var sound = Put("b", "x");

        Assert.Equal("bug", (await Assert.ThrowsAsync<InvalidOperationException>(() => faulty)).Message);
        Assert.IsType<WriteOutcome.Committed>(await sound);
    }

    [Fact]
    public async Task Commit_ManyIncrementsAtOnce_LosesNone()
    {
        const int writers = 50;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(() => _things.CommitAsync(
            new Write("n", state => new WriteDecision.Put(Of((int.Parse(state.Find("n") is { } n ? Text(n) : "0") + 1).ToString()))), Token))));

        Assert.Equal(writers.ToString(), Text((await _things.ReadCurrentAsync(Token)).Find("n")!));
        Assert.Equal(writers, (await _things.ReadCurrentAsync(Token)).Revision);
    }

    [Fact]
    public async Task Range_PrefixAndAfter_AnswersInOrdinalOrder()
    {
        foreach (var key in new[] { "b/2", "a/1", "b/10", "b-c/1", "b/1", "c/1" })
        {
            await Put(key, key);
        }

        var state = await _things.ReadCurrentAsync(Token);

        Assert.Equal(["b/1", "b/10", "b/2"], state.Range("b/").Select(item => item.Key));
        Assert.Equal(["b/10", "b/2"], state.Range("b/", "b/1").Select(item => item.Key));
        Assert.Equal(["a/1", "b-c/1", "b/1", "b/10", "b/2", "c/1"], state.Range("").Select(item => item.Key));
    }

    [Fact]
    public async Task ByIndex_ChangesAndDeletes_FollowsThem()
    {
        await Put("k1", "alpha");
        await Put("k2", "apple");
        await Put("k3", "beta");
        await Put("k1", "blue");
        await Delete("k2");

        var state = await _things.ReadCurrentAsync(Token);

        Assert.Empty(state.ByIndex("first-letter", "a"));
        Assert.Equal(["k1", "k3"], state.ByIndex("first-letter", "b").Select(item => item.Key));
        Assert.Throws<ArgumentException>(() => state.ByIndex("none", "a").ToList());
    }

    [Fact]
    public async Task ReadAt_EveryRevision_IsTheStateOfItsTime()
    {
        await Put("a", "1");
        await Put("b", "2");
        await Delete("a");

        Assert.Equal("a=1", await At(1));
        Assert.Equal("a=1 b=2", await At(2));
        Assert.Equal("b=2", await At(3));
        Assert.Equal(3, Assert.IsType<StateOutcome.Future>(await _things.ReadAtAsync(4, Token)).CurrentRevision);
    }

    [Fact]
    public async Task Watch_FromAnyRevision_SeesExactlyWhatFollows()
    {
        await Put("a", "1");
        await Put("b", "2");
        await Put("a", "3");
        await Delete("b");

        for (var after = 0; after <= 4; after++)
        {
            var writing = Put($"next{after}", "x");
            await writing;
            var seen = await Watch(after, until: 5 + after);
            Assert.Equal(Enumerable.Range(after + 1, 5).Select(revision => (long)revision), seen.Select(change => change.Revision));
        }

        var deletion = (await Watch(3, 4))[0];
        Assert.Equal(("b", "2", "2", 4L), (deletion.Key, Text(deletion.Before!), Text(deletion.Last!), deletion.Last!.Revision));
        Assert.Null(deletion.After);
    }

    [Fact]
    public async Task Watch_BeyondTheHead_SaysSo() =>
        Assert.IsType<WatchOutcome.Future>(await _things.WatchAsync(1, Token));

    [Fact]
    public async Task Reopen_AfterCommits_HasEverythingAndGoesOn()
    {
        await Put("a", "1");
        await Put("b", "2");
        await Delete("a");
        await Reopen();

        var state = await _things.ReadCurrentAsync(Token);

        Assert.Equal("b=2", Show(state));
        Assert.Equal(3, state.Revision);
        Assert.Equal([2L, 3L], (await Watch(1, 3)).Select(change => change.Revision));
        Assert.Equal(4, Revision(await Put("c", "3")));
    }

    [Fact]
    public async Task Reopen_AfterManyCommits_StartsFromASnapshot()
    {
        // Each time more rows than a tail may have before a snapshot is due.
        for (var snapshots = 1; snapshots <= 2; snapshots++)
        {
            for (var index = 0; index < 1300; index++)
            {
                await Put($"k{index % 50}", $"value {snapshots}.{index}");
            }

            var count = snapshots;
            await WaitUntil(async () => (await _log.SnapshotsAsync("things", Token)).Count >= count, $"snapshot {snapshots}");
        }

        var before = Show(await _things.ReadCurrentAsync(Token));
        await Reopen();

        var state = await _things.ReadCurrentAsync(Token);
        Assert.Equal(before, Show(state));
        Assert.Equal(2600, state.Revision);
    }

    [Fact]
    public async Task Commit_SomethingReacts_IsPublishedThoughItsInstanceDied()
    {
        var publisher = new RecordingPublisher();
        await using var living = Engine(_log, publisher);
        await using var dying = Engine(_log, new RecordingPublisher { Fails = true });
        foreach (var key in new[] { "a", "b", "c" })
        {
            await (key == "b" ? dying : living).Collection(Definition).CommitAsync(PutWrite(key, "x"), Token);
        }

        await publisher.ReachedAsync(3, Token);
        Assert.Equal([1L, 3L], publisher.Revisions);

        await living.PublishMissedAsync(Token);

        Assert.Equal([1L, 2L, 3L], publisher.Revisions);
        Assert.Equal(3, await _log.PublishedAsync("things", Token));
        Assert.Equal("things", Assert.Single(await _log.DirtyMarksAsync(Token)).Collection);
    }

    [Fact]
    public async Task Operations_Generated_AgreeWithAModel()
    {
        var operation = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 12], Gen.Int[0, 99]);
        await Task.Run(() => operation.Array[1, 60].Sample(
            operations => AgreesWithModel(operations).GetAwaiter().GetResult(), iter: 30, threads: 1), Token);
    }

    /// <summary>Opens the log under test anew, or one more time on the same data after <see cref="CloseLogAsync"/>.</summary>
    protected abstract ICommitLog OpenLog();

    /// <summary>Closes the log, keeping its data.</summary>
    protected abstract ValueTask CloseLogAsync(ICommitLog log);

    /// <summary>Damages the payload of a listed snapshot.</summary>
    protected abstract Task DamageSnapshotAsync(ICommitLog log, string collection, SnapshotEntry entry);

    protected static StoreEngine Engine(ICommitLog log, INoticePublisher? publisher = null, ILogger<StoreEngine>? logger = null) =>
        new(log, TimeProvider.System, logger ?? NullLogger<StoreEngine>.Instance, publisher);

    private static Document Of(string text) => new(Encoding.UTF8.GetBytes(text), -1);

    private static string Text(StoredObject item) => Encoding.UTF8.GetString(item.Document.Bytes.Span);

    private static string Show(CollectionState state) => string.Join(' ', state.Range("").Select(item => $"{item.Key}={Text(item)}"));

    private static long Revision(WriteOutcome outcome) => Assert.IsType<WriteOutcome.Committed>(outcome).Object.Revision;

    private static Write PutWrite(string key, string text) => new(key, _ => new WriteDecision.Put(Of(text)));

    private static async Task WaitUntil(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"{what} did not come within {Deadline}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), Token);
        }
    }

    private Task<WriteOutcome> Put(string key, string text) => _things.CommitAsync(PutWrite(key, text), Token);

    private Task<WriteOutcome> Delete(string key) => _things.CommitAsync(new Write(key, _ => new WriteDecision.Delete()), Token);

    private async Task<string> At(long revision) =>
        Show(Assert.IsType<StateOutcome.Found>(await _things.ReadAtAsync(revision, Token)).State);

    private async Task<List<StoreChange>> Watch(long after, long until)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(Deadline);
        var seen = new List<StoreChange>();
        await foreach (var batch in Assert.IsType<WatchOutcome.Watching>(await _things.WatchAsync(after, deadline.Token)).Batches)
        {
            seen.AddRange(batch.Changes.Where(change => change.Revision <= until));
            if (batch.ProvenRevision >= until)
            {
                break;
            }
        }

        return seen;
    }

    private async Task Reopen(ILogger<StoreEngine>? logger = null)
    {
        await CloseLogAsync(_log);
        _log = OpenLog();
        _things = Engine(_log, logger: logger).Collection(Definition);
    }

    private async Task AgreesWithModel((int Kind, int Key, int Value)[] operations)
    {
        var collection = Engine(_log).Collection(Definition with { Name = $"model-{Guid.NewGuid()}" });
        var model = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var revision = 0L;
        var history = new List<string> { "" };
        foreach (var (kind, number, value) in operations)
        {
            var key = $"k{number}";
            var had = model.ContainsKey(key);
            var outcome = await collection.CommitAsync(new Write(key, state => (kind, state.Find(key)) switch
            {
                (0, null) or (1, _) => new WriteDecision.Put(Of($"v{value}")),
                (0, _) => new WriteDecision.Refuse("exists"),
                (2, _) => new WriteDecision.Delete(),
                _ => new WriteDecision.Nothing(),
            }), Token);
            switch (kind)
            {
                case 0 when !had:
                case 1:
                    model[key] = $"v{value}";
                    break;
                case 2:
                    model.Remove(key);
                    break;
            }

            var changed = (kind == 0 && !had) || kind == 1 || (kind == 2 && had);
            Assert.Equal(changed, outcome is WriteOutcome.Committed);
            Assert.Equal(kind == 0 && had, outcome is WriteOutcome.Refused);
            if (changed)
            {
                Assert.Equal(++revision, Revision(outcome));
                history.Add(string.Join(' ', model.Select(pair => $"{pair.Key}={pair.Value}")));
            }
        }

        for (var at = 0; at <= revision; at++)
        {
            Assert.Equal(history[at], Show(Assert.IsType<StateOutcome.Found>(await collection.ReadAtAsync(at, Token)).State));
        }
    }
}
