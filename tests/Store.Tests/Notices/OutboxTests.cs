using System.Text;
using CloudOrchestrator.Store.Conformance;
using CloudOrchestrator.Store.Engine;
using CloudOrchestrator.Store.Notices;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Store.Tests.Notices;

/// <summary>Every commit is published, whoever dies.</summary>
public sealed class OutboxTests
{
    private const string Things = "things";

    private static readonly CollectionDefinition Definition = new(Things, []);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly RecordingPublisher _publisher = new();
    private readonly MemoryCommitLog _log;
    private readonly StoreEngine _engine;

    public OutboxTests()
    {
        _log = new MemoryCommitLog(isSoleWriter: false, _time);
        _engine = Engine(_publisher);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commit_SomethingReacts_IsPublishedAtOnceWithItsKeys()
    {
        var group = new[] { "a", "b", "a" }.Select((key, index) => PutWrite(key, $"{index}")).ToList();

        await _engine.Collection(Definition).CommitAsync(group, Token);
        await _publisher.ReachedAsync(3, Token);

        var notice = Assert.Single(_publisher.Notices);
        Assert.Equal((Things, 1L, 3L), (notice.Collection, notice.FirstRevision, notice.LastRevision));
        Assert.Equal(["a", "b"], notice.Recipients);
    }

    [Fact]
    public async Task Commit_NothingReacts_IsNeitherMarkedNorPublished()
    {
        var engine = Engine(new RecordingPublisher(collection => collection != Things));

        await Put(engine, "a");

        Assert.Empty(await _log.DirtyMarksAsync(Token));
    }

    [Fact]
    public async Task Commit_WhileAPublicationIsUnderWay_JoinsTheNextNotice()
    {
        var held = new TaskCompletionSource();
        _publisher.Before = () => held.Task;
        await Put(_engine, "a");
        await Put(_engine, "b");
        await Put(_engine, "c");
        await Put(_engine, "b");

        held.SetResult();
        await _publisher.ReachedAsync(4, Token);

        Assert.Equal([(1L, 1L, "a"), (2L, 4L, "b c")], _publisher.Notices.Select(notice => (notice.FirstRevision, notice.LastRevision, string.Join(' ', notice.Recipients!))));
    }

    [Fact]
    public async Task Commit_MarkCannotBeSet_IsNotAppended()
    {
        _log.MarkFaults = 1;

        var refused = await Put(_engine, "a");
        var taken = await Put(_engine, "a");

        Assert.IsType<WriteOutcome.Unavailable>(refused);
        Assert.Equal(1, Assert.IsType<WriteOutcome.Committed>(taken).Object.Revision);
        Assert.Equal(Things, Assert.Single(await _log.DirtyMarksAsync(Token)).Collection);
    }

    [Fact]
    public async Task Commit_AgainWithinThirtySeconds_UsesTheSameMark()
    {
        await Put(_engine, "a");
        var first = await Mark();
        _time.Advance(TimeSpan.FromSeconds(29));
        await Put(_engine, "b");
        var second = await Mark();
        _time.Advance(TimeSpan.FromSeconds(2));
        await Put(_engine, "c");

        Assert.Equal(first.Tag, second.Tag);
        Assert.NotEqual(first.Tag, (await Mark()).Tag);
    }

    [Fact]
    public async Task Commit_LandedLongAfterItsMark_IsMarkedAgainBeforeItIsAnswered()
    {
        var tag = "";
        _log.Before = async what =>
        {
            if (what == "append")
            {
                // The process sleeps between the mark and the append.
                _log.Before = null;
                tag = (await Mark()).Tag;
                _time.Advance(TimeSpan.FromHours(1));
            }
        };

        await Put(_engine, "a");

        var mark = await Mark();
        Assert.NotEqual(tag, mark.Tag);
        Assert.Equal(TimeSpan.Zero, mark.Age);
    }

    [Fact]
    public async Task PublishMissed_TheCommitterDied_PublishesWhatItHadNot()
    {
        _publisher.Fails = true;
        await Put(_engine, "a");
        await Put(_engine, "b");
        await _engine.DisposeAsync();
        _publisher.Fails = false;

        await Engine(_publisher).PublishMissedAsync(Token);

        var notice = Assert.Single(_publisher.Notices);
        Assert.Equal((1L, 2L, "a b"), (notice.FirstRevision, notice.LastRevision, string.Join(' ', notice.Recipients!)));
        Assert.Equal(2, await _log.PublishedAsync(Things, Token));
    }

    [Fact]
    public async Task PublishMissed_ThePublisherFails_SaysSoAndKeepsTheMark()
    {
        _publisher.Fails = true;
        await Put(_engine, "a");
        _time.Advance(TimeSpan.FromMinutes(3));
        var other = Engine(_publisher);

        var fault = await Assert.ThrowsAsync<StoreException>(() => other.PublishMissedAsync(Token));

        Assert.Contains(Things, fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, await _log.PublishedAsync(Things, Token));
        Assert.Single(await _log.DirtyMarksAsync(Token));
        _publisher.Fails = false;
        await other.PublishMissedAsync(Token);
        Assert.Equal([1L], _publisher.Revisions);
        Assert.Empty(await _log.DirtyMarksAsync(Token));
    }

    [Fact]
    public async Task PublishMissed_AllPublished_PublishesNothingAndClearsAMarkOfOverTwoMinutes()
    {
        await Put(_engine, "a");
        await _publisher.ReachedAsync(1, Token);
        _time.Advance(TimeSpan.FromMinutes(2));

        await _engine.PublishMissedAsync(Token);
        var young = await _log.DirtyMarksAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _engine.PublishMissedAsync(Token);

        Assert.Single(young);
        Assert.Empty(await _log.DirtyMarksAsync(Token));
        Assert.Equal([1L], _publisher.Revisions);
    }

    [Fact]
    public async Task PublishMissed_RowsAreGone_SaysThatAnythingMayHaveChanged()
    {
        var silent = Engine(new RecordingPublisher { Fails = true });
        for (var index = 0; index < 4; index++)
        {
            await Put(silent, "a");
        }

        await _log.CompactAsync(Things, 2, long.MaxValue, Token);

        await Engine(_publisher).PublishMissedAsync(Token);

        Assert.Equal([(1L, 4L, true)], _publisher.Notices.Select(notice => (notice.FirstRevision, notice.LastRevision, notice.Recipients is null)));
    }

    [Fact]
    public async Task PublishMissed_NothingWasEverCommitted_AsksOnlyForTheMarks()
    {
        await _engine.PublishMissedAsync(Token);

        Assert.Equal(0, _log.Tails);
    }

    [Fact]
    public async Task Published_AfterAWhile_IsNotedOnceForManyCommits()
    {
        for (var index = 0; index < 5; index++)
        {
            await Put(_engine, "a");
        }

        await _publisher.ReachedAsync(5, Token);
        await Until(async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            return await _log.PublishedAsync(Things, Token) == 5;
        });
        Assert.Equal(1, _log.PublishedMoves);
    }

    [Fact]
    public async Task Published_BehindAnotherInstancesCommit_IsNotedOnlyOnceThatIsPublished()
    {
        var silent = new RecordingPublisher { Fails = true };
        await Put(Engine(silent), "a");
        await Put(_engine, "b");
        await _publisher.ReachedAsync(2, Token);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, await _log.PublishedAsync(Things, Token));

        await _engine.PublishMissedAsync(Token);

        Assert.Equal(2, await _log.PublishedAsync(Things, Token));
        Assert.Equal([1L, 2L], _publisher.Revisions);
    }

    private static Write PutWrite(string key, string text) => new(key, _ => new WriteDecision.Put(new Document(Encoding.UTF8.GetBytes(text), -1)));

    private static Task<WriteOutcome> Put(StoreEngine engine, string key) => engine.Collection(Definition).CommitAsync(PutWrite(key, "x"), Token);

    private static async Task Until(Func<Task<bool>> condition)
    {
        for (var looks = 0; !await condition(); looks++)
        {
            Assert.True(looks < 2000, "it did not come about");
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }
    }

    private async Task<CommitLog.DirtyMark> Mark() => Assert.Single(await _log.DirtyMarksAsync(Token));

    private StoreEngine Engine(INoticePublisher publisher) => new(_log, _time, NullLogger<StoreEngine>.Instance, publisher);
}
