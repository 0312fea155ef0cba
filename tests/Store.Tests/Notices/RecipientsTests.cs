using System.Text;
using CloudOrchestrator.Store.Conformance;
using CloudOrchestrator.Store.Engine;
using CloudOrchestrator.Store.Notices;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Store.Tests.Notices;

/// <summary>Whom a commit concerns is told at once, and is the same whoever publishes it.</summary>
public sealed class RecipientsTests
{
    private const string Things = "things";

    private static readonly CollectionDefinition Definition = new(Things, []);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly WordPublisher _publisher = new();
    private readonly MemoryCommitLog _log;

    public RecipientsTests() => _log = new MemoryCommitLog(isSoleWriter: false, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Committed_BeforeTheWriterIsAnswered_IsToldWithItsPlaceAmongAllCommits()
    {
        await using var engine = Engine();
        await PutAsync(engine, "a", "1");
        Assert.Equal([(1L, 1L)], _publisher.Told.Select(notice => (notice.FirstRevision, notice.Sequence)));

        await PutAsync(engine, "b", "1", "others");
        await PutAsync(engine, "a", "2");

        Assert.Equal(
            [(Things, 1L, "a:-1", 1L), ("others", 1L, "b:-1", 2L), (Things, 2L, "a:12", 3L)],
            _publisher.Told.Select(notice => (notice.Collection, notice.LastRevision, string.Join(' ', notice.Recipients!), notice.Sequence)));
    }

    [Fact]
    public async Task Committed_NoticesOfSeveralCommits_CarryThePlaceOfTheLast()
    {
        await using var engine = Engine();
        _publisher.Hold();
        await PutAsync(engine, "a", "1");
        await PutAsync(engine, "b", "1");
        await PutAsync(engine, "c", "1");

        _publisher.Release();
        await _publisher.ReachedAsync(3);

        Assert.Equal([(1L, 1L, 1L), (2L, 3L, 3L)], _publisher.Notices.Select(notice => (notice.FirstRevision, notice.LastRevision, notice.Sequence)));
    }

    [Fact]
    public async Task Committed_ItConcernsNobody_IsNotPublishedAndCountsAsPublished()
    {
        await using var engine = Engine();
        _publisher.Recipient = change => change.Key == "b" ? ["b"] : [];
        await PutAsync(engine, "a", "1");
        await PutAsync(engine, "b", "1");
        await PutAsync(engine, "a", "2");
        await _publisher.ReachedAsync(2);

        await engine.PublishMissedAsync(Token);

        Assert.Equal([0, 1, 0], _publisher.Told.Select(notice => notice.Recipients!.Count));
        Assert.Equal((2L, "b"), (_publisher.Notices.Max(notice => notice.LastRevision), string.Join(' ', _publisher.Notices.SelectMany(notice => notice.Recipients!))));
        Assert.Equal(3, await _log.PublishedAsync(Things, Token));
    }

    [Fact]
    public async Task PublishMissed_ByAnotherInstance_NamesTheRecipientsByWhatWasBefore()
    {
        await using (var dead = Engine(new WordPublisher { Fails = true }))
        {
            await PutAsync(dead, "a", "1");
            await PutAsync(dead, "a", "2");
            await PutAsync(dead, "a", "3");
            await DeleteAsync(dead, "a");
        }

        await using var other = Engine();
        await other.PublishMissedAsync(Token);

        var notice = Assert.Single(_publisher.Notices);
        Assert.Equal((1L, 4L, 0L), (notice.FirstRevision, notice.LastRevision, notice.Sequence));
        Assert.Equal(["a:-1", "a:12", "a:23", "a:3-"], notice.Recipients!);
        Assert.Empty(_publisher.Told);
    }

    [Fact]
    public async Task PublishMissed_ItsOwnCopyIsBehind_WaitsForNoPoll()
    {
        await using var other = Engine();
        await PutAsync(other, "a", "1");
        await _publisher.ReachedAsync(1);
        await using (var dead = Engine(new WordPublisher { Fails = true }))
        {
            await PutAsync(dead, "a", "2");
        }

        // Time stands still: nothing is polled.
        await other.PublishMissedAsync(Token).WaitAsync(TimeSpan.FromSeconds(60), Token);

        Assert.Equal(["a:12"], _publisher.Notices.Single(notice => notice.LastRevision == 2).Recipients!);
        Assert.Equal(2, await _log.PublishedAsync(Things, Token));
    }

    [Fact]
    public async Task PublishMissed_SomeWerePublishedByItself_NamesOnlyTheOthers()
    {
        await using var dead = Engine(new WordPublisher { Fails = true });
        await using var other = Engine();
        await PutAsync(dead, "a", "1");
        await PutAsync(other, "b", "1");
        await PutAsync(dead, "c", "1");
        await _publisher.ReachedAsync(2);

        await other.PublishMissedAsync(Token).WaitAsync(TimeSpan.FromSeconds(60), Token);

        Assert.Equal(["1-1 a:-1", "2-2 b:-1", "3-3 c:-1"], _publisher.Notices.Select(notice => $"{notice.FirstRevision}-{notice.LastRevision} {string.Join(' ', notice.Recipients!)}").Order());
    }

    [Fact]
    public async Task PublishMissed_TheLogCannotBeRead_SaysThatItConcernsEverybody()
    {
        await using (var dead = Engine(new WordPublisher { Fails = true }))
        {
            await PutAsync(dead, "a", "1");
            await PutAsync(dead, "b", "1");
        }

        await using var other = Engine();
        var tails = 0;
        _log.Before = what =>
        {
            // The outbox's own look at the rows gets through; what it reads for their contents does not.
            if (what == "tail" && ++tails == 1)
            {
                _log.TailFaults = 0;
            }
            else if (what == "tail")
            {
                _log.TailFaults = 1;
            }

            return Task.CompletedTask;
        };
        await other.PublishMissedAsync(Token);

        Assert.Equal([(1L, 2L, true)], _publisher.Notices.Select(notice => (notice.FirstRevision, notice.LastRevision, notice.Recipients is null)));
    }

    [Fact]
    public async Task Committed_ThePublisherCannotTellWhom_TheCommitStandsAndConcernsEverybody()
    {
        await using var engine = Engine();
        _publisher.Recipient = _ => throw new InvalidOperationException("no idea");

        Assert.IsType<WriteOutcome.Committed>(await PutAsync(engine, "a", "1"));
        await _publisher.ReachedAsync(1);

        Assert.Equal([(true, 1L)], _publisher.Notices.Select(notice => (notice.Recipients is null, notice.Sequence)));
    }

    [Fact]
    public async Task Committed_ThePublisherFailsToTakeNote_TheCommitStandsAndIsPublished()
    {
        await using var engine = Engine();
        _publisher.TellFails = true;

        Assert.IsType<WriteOutcome.Committed>(await PutAsync(engine, "a", "1"));
        Assert.IsType<WriteOutcome.Committed>(await PutAsync(engine, "a", "2"));
        await _publisher.ReachedAsync(2);
    }

    private static Task<WriteOutcome> PutAsync(StoreEngine engine, string key, string text, string collection = Things) =>
        engine.Collection(collection == Things ? Definition : new CollectionDefinition(collection, [])).CommitAsync(new Write(key, _ => new WriteDecision.Put(new Document(Encoding.UTF8.GetBytes(text), -1))), Token);

    private static Task<WriteOutcome> DeleteAsync(StoreEngine engine, string key) => engine.Collection(Definition).CommitAsync(new Write(key, _ => new WriteDecision.Delete()), Token);

    private StoreEngine Engine(WordPublisher? publisher = null) => new(_log, _time, NullLogger<StoreEngine>.Instance, publisher ?? _publisher);

    /// <summary>Names each change by its key and by what was before and after.</summary>
    private sealed class WordPublisher : INoticePublisher
    {
        private readonly Lock _lock = new();
        private readonly List<CommitNotice> _told = [];
        private readonly List<CommitNotice> _notices = [];
        private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource? _held;

        public Func<StoreChange, IEnumerable<string>> Recipient { get; set; } = change => [$"{change.Key}:{Text(change.Before)}{Text(change.After)}"];

        public bool Fails { get; init; }

        public bool TellFails { get; set; }

        public IReadOnlyList<CommitNotice> Told => Copy(_told);

        public IReadOnlyList<CommitNotice> Notices => Copy(_notices);

        public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _held!.SetResult();

        public CollectionDefinition? Definition(string collection) => new(collection, []);

        public IReadOnlyCollection<string> Recipients(string collection, IReadOnlyList<StoreChange> changes) => [.. changes.SelectMany(Recipient)];

        public void Committed(CommitNotice notice)
        {
            if (TellFails)
            {
                throw new InvalidOperationException("deaf");
            }

            lock (_lock)
            {
                _told.Add(notice);
            }
        }

        public async Task PublishAsync(IReadOnlyList<CommitNotice> notices, CancellationToken cancellationToken)
        {
            await (_held?.Task ?? Task.CompletedTask);
            if (Fails)
            {
                throw new InvalidOperationException("nothing is published today");
            }

            lock (_lock)
            {
                _notices.AddRange(notices);
                _moved.SetResult();
                _moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        /// <summary>Ends once the notices speak of a revision.</summary>
        public async Task ReachedAsync(long revision)
        {
            while (true)
            {
                Task moved;
                lock (_lock)
                {
                    if (_notices.Any(notice => notice.LastRevision >= revision))
                    {
                        return;
                    }

                    moved = _moved.Task;
                }

                await moved.WaitAsync(TimeSpan.FromSeconds(60), Token);
            }
        }

        private static string Text(StoredObject? item) => item is null ? "-" : Encoding.UTF8.GetString(item.Document.Bytes.Span);

        private IReadOnlyList<CommitNotice> Copy(List<CommitNotice> notices)
        {
            lock (_lock)
            {
                return [.. notices];
            }
        }
    }
}
