using CloudOrchestrator.Store.CommitLog;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Notices;

/// <summary>Has every commit to one collection published, though its committer die.</summary>
/// <remarks>(1) Before it appends, an instance marks the collection dirty; (2) what it has committed it publishes at once; (3) a little later it
/// moves the mark of what is published, as far as it has itself published all in between; (4) whoever ticks publishes what lies between that
/// mark and the head, and takes a dirty mark away once it is older than any append sent under it.</remarks>
internal sealed class Outbox(string collection, ICommitLog log, INoticePublisher publisher, MissedChanges changes, CommitCount commits, TimeProvider time, ILogger logger, CancellationToken stopping)
{
    /// <summary>How long appends are sent under one dirty mark.</summary>
    private static readonly TimeSpan MarkUse = TimeSpan.FromSeconds(30);

    /// <summary>Age past which a dirty mark goes once all is published: its use, what a request may take to land, and time to mark again what took longer.</summary>
    private static readonly TimeSpan MarkAgeMax = TimeSpan.FromMinutes(2);

    /// <summary>A commit that took this long since the mark is marked again: the process was asleep in between.</summary>
    private static readonly TimeSpan MarkLate = TimeSpan.FromSeconds(60);

    /// <summary>Time from a publication until the mark of what is published moves, so that not every commit pays for a move.</summary>
    private static readonly TimeSpan MoveDelay = TimeSpan.FromSeconds(5);

    /// <summary>Most times in a row that others may have moved that mark first.</summary>
    private const int MovesMax = 3;

    private readonly Lock _lock = new();
    private readonly NoticeList _pending = new(collection);
    private readonly RevisionRanges _published = new();
    private long? _markedAt;
    private long? _publishedThrough;
    private bool _isPublishing;
    private bool _isMoving;

    /// <summary>Marks the collection dirty, unless that was done lately. Waited for before each sending of an append.</summary>
    /// <exception cref="StoreException">The mark could not be set.</exception>
    public ValueTask MarkAsync() => IsMarked(MarkUse) ? ValueTask.CompletedTask : SetMarkAsync();

    /// <summary>Takes a commit of this instance for publication. Waited for before its writers are answered.</summary>
    public async ValueTask CommittedAsync(CommitRow row, IReadOnlyList<StoreChange> committed)
    {
        var notice = new CommitNotice(collection, row.FirstRevision, row.LastRevision, Recipients(committed), commits.Next());
        Tell(notice);
        if (Enqueue(notice))
        {
            _ = PublishPendingAsync();
        }

        if (!IsMarked(MarkLate))
        {
            try
            {
                await SetMarkAsync().ConfigureAwait(false);
            }
            catch (StoreException fault)
            {
                // The commit stands, and is being published.
                Log.MarkFailed(logger, collection, fault);
            }
        }
    }

    /// <summary>Publishes what nobody has published, and clears the dirty mark if it is old.</summary>
    public async Task PublishMissedAsync(DirtyMark mark, CancellationToken cancellationToken)
    {
        var from = await log.PublishedAsync(collection, cancellationToken).ConfigureAwait(false);
        var head = (await log.HeadAsync(collection, cancellationToken).ConfigureAwait(false)).Revision;
        var unpublished = Unpublished(from, head);
        if (unpublished.Count > 0)
        {
            await PublishAsync(Missed(unpublished, await changes.ReadAsync(from, head, cancellationToken).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
        }

        var isPublished = head == from || await log.MovePublishedAsync(collection, from, head, cancellationToken).ConfigureAwait(false);
        if (isPublished && mark.Age > MarkAgeMax)
        {
            await log.ClearDirtyAsync(mark, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What behind a revision this instance has not published itself, in ranges.</summary>
    private IReadOnlyList<(long First, long Last)> Unpublished(long from, long head)
    {
        lock (_lock)
        {
            return _published.Missing(from + 1, head);
        }
    }

    /// <summary>The notices of ranges of revisions, from the changes among them; to everybody where those cannot be told.</summary>
    private IReadOnlyList<CommitNotice> Missed(IReadOnlyList<(long First, long Last)> ranges, IReadOnlyList<StoreChange>? committed)
    {
        var missed = new NoticeList(collection);
        if (committed is null)
        {
            missed.Add(ranges[0].First, ranges[^1].Last, null);
        }

        var at = 0;
        foreach (var (first, last) in committed is null ? [] : ranges)
        {
            var next = first;
            for (; at < committed!.Count && committed[at].Revision <= last; at++)
            {
                if (committed[at].Revision >= first)
                {
                    missed.Add(next, committed[at].Revision, Recipients([committed[at]]));
                    next = committed[at].Revision + 1;
                }
            }
        }

        return missed.Take().Notices;
    }

    /// <summary>Whom changes concern; null, which is everybody, where the publisher cannot tell.</summary>
    private IReadOnlyCollection<string>? Recipients(IReadOnlyList<StoreChange> committed)
    {
        try
        {
            return publisher.Recipients(collection, committed);
        }
        catch (Exception fault)
        {
            // The commit stands, whatever is wrong with those who react to it.
            Log.RecipientsFailed(logger, collection, fault);
            return null;
        }
    }

    private void Tell(CommitNotice notice)
    {
        try
        {
            publisher.Committed(notice);
        }
        catch (Exception fault)
        {
            // It hears of it by the notice.
            Log.TellingFailed(logger, collection, fault);
        }
    }

    private bool IsMarked(TimeSpan use) => _markedAt is { } at && time.GetElapsedTime(at) < use;

    private async ValueTask SetMarkAsync()
    {
        // The mark is at least as new as this.
        var sentAt = time.GetTimestamp();
        await log.MarkDirtyAsync(collection, CancellationToken.None).ConfigureAwait(false);
        _markedAt = sentAt;
    }

    /// <summary>Answers whether the caller has to publish what is pending.</summary>
    private bool Enqueue(CommitNotice notice)
    {
        lock (_lock)
        {
            _pending.Add(notice.FirstRevision, notice.LastRevision, notice.Recipients, notice.Sequence);
            return !_isPublishing && (_isPublishing = true);
        }
    }

    private async Task PublishPendingAsync()
    {
        while (TakePending() is var (notices, ranges) && ranges.Count > 0)
        {
            try
            {
                await PublishAsync(notices, stopping).ConfigureAwait(false);
                Published(ranges);
            }
            catch (Exception fault)
            {
                // The next tick finds it unpublished.
                Log.PublishFailed(logger, collection, ranges[0].First, ranges[^1].Last, fault);
            }
        }
    }

    private (IReadOnlyList<CommitNotice> Notices, IReadOnlyList<(long First, long Last)> Ranges) TakePending()
    {
        lock (_lock)
        {
            _isPublishing = !_pending.IsEmpty;
            return _pending.Take();
        }
    }

    private Task PublishAsync(IReadOnlyList<CommitNotice> notices, CancellationToken cancellationToken) =>
        notices.Count == 0 ? Task.CompletedTask : publisher.PublishAsync(notices, cancellationToken);

    private void Published(IReadOnlyList<(long First, long Last)> ranges)
    {
        lock (_lock)
        {
            foreach (var (first, last) in ranges)
            {
                _published.Add(first, last);
            }

            if (_isMoving)
            {
                return;
            }

            _isMoving = true;
        }

        _ = MoveLaterAsync();
    }

    private async Task MoveLaterAsync()
    {
        try
        {
            await Task.Delay(MoveDelay, time, stopping).ConfigureAwait(false);
            lock (_lock)
            {
                _isMoving = false;
            }

            await MoveAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception fault)
        {
            // The next tick publishes once more what lies behind it.
            Log.MovePublishedFailed(logger, collection, fault);
        }
    }

    /// <summary>Moves the mark past what this instance has published, if that begins where the mark is.</summary>
    private async Task MoveAsync()
    {
        for (var moves = 0; moves < MovesMax; moves++)
        {
            var from = _publishedThrough ?? await log.PublishedAsync(collection, stopping).ConfigureAwait(false);
            var to = EndAfter(from);
            if (to > from && await log.MovePublishedAsync(collection, from, to, stopping).ConfigureAwait(false))
            {
                Forget(to);
                return;
            }

            if (to == from && _publishedThrough is null)
            {
                // Somebody else has not published yet what lies before.
                return;
            }

            _publishedThrough = null;
        }
    }

    private long EndAfter(long revision)
    {
        lock (_lock)
        {
            return _published.EndAfter(revision);
        }
    }

    private void Forget(long through)
    {
        _publishedThrough = through;
        lock (_lock)
        {
            _published.DropThrough(through);
        }
    }
}
