using System.Text;
using CloudOrchestrator.Store.Conformance;
using CloudOrchestrator.Store.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Store.Tests;

/// <summary>Several engines on one log, with what goes wrong between them.</summary>
public sealed class SharedLogTests
{
    private static readonly CollectionDefinition Definition = new("things", []);

    private readonly MemoryCommitLog _log = new(isSoleWriter: false);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AppendFault.RequestLost)]
    [InlineData(AppendFault.AnswerLost)]
    [InlineData(AppendFault.LandsLater)]
    public async Task Commit_AnswerLost_IsAppliedOnce(AppendFault fault)
    {
        var things = Open();
        await things.ReadAnyAsync(Token);
        _log.Faults.Enqueue(fault);
        _log.TailFaults = 1;

        var outcomes = new[] { await Increment(things), await Increment(things) };

        Assert.Equal([1L, 2L], outcomes.Select(outcome => Assert.IsType<WriteOutcome.Committed>(outcome).Object.Revision));
        Assert.Equal("2", Text((await Open().ReadCurrentAsync(Token)).Find("n")!));
    }

    [Fact]
    public async Task Commit_FunctionThrowsAndTheRaceIsLost_IsNotRunAgain()
    {
        var (first, second) = (Open(), Open());
        await Increment(first);
        await second.ReadCurrentAsync(Token);
        await Increment(first);
        var runs = 0;

        var throwing = second.CommitAsync(new Write("bad", _ => ++runs == 1 ? throw new InvalidOperationException("bug") : new WriteDecision.Put(Of("x"))), Token);
        await Increment(second);

        await Assert.ThrowsAsync<InvalidOperationException>(() => throwing);
        Assert.Null((await first.ReadCurrentAsync(Token)).Find("bad"));
    }

    [Fact]
    public async Task Refusal_OnAStaleState_IsDecidedAgain()
    {
        var (first, second) = (Open(), Open());
        await second.ReadCurrentAsync(Token);
        await Increment(first);

        var outcome = await second.CommitAsync(
            new Write("m", state => state.Find("n") is null ? new WriteDecision.Refuse("no n") : new WriteDecision.Nothing()), Token);

        Assert.IsType<WriteOutcome.Unchanged>(outcome);
    }

    [Fact]
    public async Task Commit_ThreeEnginesReadersAndAWatcher_LoseAndRepeatNothing()
    {
        const int each = 60;
        var engines = new[] { Open(), Open(), Open() };
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var readers = engines.Select(things => Task.Run(async () =>
        {
            while (!reading.IsCancellationRequested)
            {
                await things.ReadCurrentAsync(Token);
            }
        })).ToList();
        var watching = Task.Run(() => Watch(engines[0], 3 * each));

        await Task.WhenAll(engines.Select(things => Task.Run(async () =>
        {
            for (var count = 0; count < each; count++)
            {
                Assert.IsType<WriteOutcome.Committed>(await Increment(things));
            }
        })));

        Assert.Equal(Enumerable.Range(1, 3 * each).Select(revision => (long)revision), await watching.WaitAsync(TimeSpan.FromSeconds(30), Token));
        await reading.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal((3 * each).ToString(), Text((await engines[2].ReadCurrentAsync(Token)).Find("n")!));
    }

    [Fact]
    public async Task Open_NewestSnapshotDamaged_UsesTheOneBefore()
    {
        var things = Open();
        for (var snapshots = 1; snapshots <= 2; snapshots++)
        {
            for (var count = 0; count < 1300; count++)
            {
                await Increment(things);
            }

            await SnapshotsAsync(snapshots);
        }

        _log.DamageSnapshot("things", (await _log.SnapshotsAsync("things", Token))[0]);

        Assert.Equal("2600", Text((await Open().ReadCurrentAsync(Token)).Find("n")!));
    }

    [Fact]
    public async Task ReadAt_OnAnInstanceThatNeverHadIt_IsRebuiltFromTheLog()
    {
        var things = Open();
        for (var count = 0; count < 1500; count++)
        {
            await Increment(things);
        }

        await SnapshotsAsync(1);

        var state = Assert.IsType<StateOutcome.Found>(await Open().ReadAtAsync(700, Token)).State;

        Assert.Equal((700L, "700"), (state.Revision, Text(state.Find("n")!)));
    }

    [Fact]
    public async Task Commit_LargerThanARow_IsSplitOrSpilled()
    {
        var things = Open();
        var bytes = new byte[CommitBytes.DocumentMax];
        new Random(5).NextBytes(bytes);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(index =>
            things.CommitAsync(new Write($"k{index}", _ => new WriteDecision.Put(new Document(bytes, -1))), Token)));

        Assert.All(outcomes, outcome => Assert.IsType<WriteOutcome.Committed>(outcome));
        Assert.Equal(3, (await _log.BlobsAsync("things", Token)).Count);
        Assert.Equal(bytes, (await Open().ReadCurrentAsync(Token)).Find("k2")!.Document.Bytes.ToArray());
    }

    private static Document Of(string text) => new(Encoding.UTF8.GetBytes(text), -1);

    private static string Text(StoredObject item) => Encoding.UTF8.GetString(item.Document.Bytes.Span);

    private static Task<WriteOutcome> Increment(IDocumentCollection things) => things.CommitAsync(
        new Write("n", state => new WriteDecision.Put(Of((int.Parse(state.Find("n") is { } n ? Text(n) : "0") + 1).ToString()))), Token);

    private static async Task<List<long>> Watch(IDocumentCollection things, long until)
    {
        var seen = new List<long>();
        await foreach (var batch in Assert.IsType<WatchOutcome.Watching>(await things.WatchAsync(0, Token)).Batches)
        {
            seen.AddRange(batch.Changes.Select(change => change.Revision));
            if (batch.ProvenRevision >= until)
            {
                break;
            }
        }

        return seen;
    }

    /// <summary>Ends once the collection has so many snapshots.</summary>
    private async Task SnapshotsAsync(int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await _log.SnapshotsAsync("things", Token)).Count < count)
        {
            Assert.False(deadline.IsCancellationRequested, $"snapshot {count} did not come within 20 s");
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }
    }

    private IDocumentCollection Open() => new StoreEngine(_log, TimeProvider.System, NullLogger<StoreEngine>.Instance).Collection(Definition);
}
