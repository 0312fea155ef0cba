using System.Runtime.CompilerServices;
using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Trees;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Engine;

/// <summary>One collection of a <see cref="StoreEngine"/>.</summary>
/// <remarks>
/// The path of a write:
/// (1) it queues, and the first to find no commit in flight starts one;
/// (2) the commit takes all that fits and runs the write functions in order on the newest root;
/// (3) one row is appended behind the head that the root stands for;
/// (4) on success the new root is published, watchers wake, callers are answered; when the head had moved the tail is read and (2) starts again;
/// (5) a batch without changes is answered once its root is proven current.
/// </remarks>
internal sealed class DocumentCollection(CollectionDefinition definition, ICommitLog log, HybridClock clock, TimeProvider time, ILogger logger) : IDocumentCollection
{
    /// <summary>Most writes that wait for a commit.</summary>
    private const int PendingMax = 100_000;

    /// <summary>How long the fate of a commit may stay open before its writers are told so.</summary>
    private static readonly TimeSpan UnknownMax = TimeSpan.FromSeconds(60);

    /// <summary>Pause between two attempts to settle the fate of a commit.</summary>
    private static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Queue<PendingGroup> _pending = new();
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private History? _history;
    private LogHead _head = LogHead.None;
    private SnapshotSchedule? _snapshots;
    private ExpirySchedule? _expiry;
    private bool _committing;

    public string Name => definition.Name;

    public async ValueTask<CollectionState> ReadCurrentAsync(CancellationToken cancellationToken)
    {
        var history = _history ?? await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (!log.IsSoleWriter)
        {
            await RefreshAsync(cancellationToken).ConfigureAwait(false);
        }

        return history.Current;
    }

    public async ValueTask<CollectionState> ReadAnyAsync(CancellationToken cancellationToken) =>
        (_history ?? await OpenAsync(cancellationToken).ConfigureAwait(false)).Current;

    public async ValueTask<StateOutcome> ReadAtAsync(long revision, CancellationToken cancellationToken)
    {
        var history = _history ?? await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (revision > history.Current.Revision && !log.IsSoleWriter)
        {
            await RefreshAsync(cancellationToken).ConfigureAwait(false);
        }

        return revision > history.Current.Revision ? new StateOutcome.Future(history.Current.Revision)
            : history.At(revision) is { } root ? new StateOutcome.Found(root)
            : new StateOutcome.Compacted(history.OldestRevision);
    }

    public async Task<WriteOutcome> CommitAsync(Write write, CancellationToken cancellationToken) =>
        (await CommitAsync([write], cancellationToken).ConfigureAwait(false))[0];

    public async Task<IReadOnlyList<WriteOutcome>> CommitAsync(IReadOnlyList<Write> group, CancellationToken cancellationToken)
    {
        _ = _history ?? await OpenAsync(cancellationToken).ConfigureAwait(false);
        var pending = new PendingGroup(group);
        bool starts;
        lock (_lock)
        {
            if (_pending.Count >= PendingMax)
            {
                return [.. group.Select(_ => new WriteOutcome.Unavailable($"{PendingMax} writes to {Name} are waiting already."))];
            }

            _pending.Enqueue(pending);
            starts = !_committing;
            _committing = true;
        }

        if (starts)
        {
            _ = CommitLoopAsync();
        }

        // A write that has been queued runs to its end: whoever stops waiting must not leave its fate to chance.
        return await pending.Done.ConfigureAwait(false);
    }

    public async ValueTask<WatchOutcome> WatchAsync(long afterRevision, CancellationToken cancellationToken)
    {
        var history = _history ?? await OpenAsync(cancellationToken).ConfigureAwait(false);
        return afterRevision > history.Current.Revision ? new WatchOutcome.Future(history.Current.Revision)
            : history.OldestRevision > afterRevision ? new WatchOutcome.Compacted(history.OldestRevision)
            : new WatchOutcome.Watching(Batches(history, afterRevision, cancellationToken));
    }

    private static async IAsyncEnumerable<ChangeBatch> Batches(History history, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var (batch, moved) = history.Read(after) ?? throw new SlowReaderException();
            if (batch.ProvenRevision > after)
            {
                after = batch.ProvenRevision;
                yield return batch;
                continue;
            }

            await moved.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CommitLoopAsync()
    {
        try
        {
            while (TryTake(out var groups))
            {
                await CommitAsync(groups).ConfigureAwait(false);
            }
        }
        catch (Exception fault)
        {
            Log.CommitLoopFailed(logger, Name, fault);
            FailAll(fault);
        }
    }

    private bool TryTake(out Queue<PendingGroup> groups)
    {
        lock (_lock)
        {
            groups = new Queue<PendingGroup>(_pending);
            _pending.Clear();
            return _committing = groups.Count > 0;
        }
    }

    private void FailAll(Exception fault)
    {
        lock (_lock)
        {
            _committing = false;
            while (_pending.TryDequeue(out var group))
            {
                group.Fail(fault);
            }
        }
    }

    private async Task CommitAsync(Queue<PendingGroup> groups)
    {
        while (groups.Count > 0)
        {
            var taken = new List<PendingGroup>();
            var batch = new CommitBatch(_history!.Current);
            while (!batch.IsFull && groups.TryDequeue(out var group))
            {
                taken.Add(group);
                batch.Run(group);
            }

            try
            {
                await CommitAsync(taken, batch).ConfigureAwait(false);
            }
            catch (Exception fault)
            {
                foreach (var group in taken.Concat(groups))
                {
                    group.Fail(fault);
                }

                throw;
            }
        }
    }

    private async Task CommitAsync(List<PendingGroup> taken, CommitBatch batch)
    {
        while (true)
        {
            if (batch.Changes.Count == 0)
            {
                if (log.IsSoleWriter || !await RefreshAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    Answer(batch);
                    return;
                }
            }
            else
            {
                var row = new CommitRow(
                    batch.Changes[0].Revision, batch.Root.Revision, Guid.NewGuid(), clock.Next(), batch.Root.Digest, Replay.FormatMax, ChangeEncoding.Encode(batch.Changes));
                switch (await AppendAsync(row).ConfigureAwait(false))
                {
                    case AppendOutcome.Appended:
                        Publish(row, batch.Changes, batch.Root);
                        Answer(batch);
                        return;
                    case AppendOutcome.Rejected rejected:
                        taken.ForEach(group => group.Complete(new WriteOutcome.Unavailable(rejected.Reason)));
                        return;
                    case AppendOutcome.Unknown:
                        taken.ForEach(group => group.Complete(new WriteOutcome.Unknown()));
                        return;
                }

                await RefreshAsync(CancellationToken.None).ConfigureAwait(false);
            }

            batch = new CommitBatch(_history!.Current);
            taken.ForEach(batch.Run);
        }
    }

    /// <summary>Appends, and settles the fate of an append whose answer got lost: our commit id there, it landed; another's, it never will;
    /// nothing there, the very same row is sent again.</summary>
    private async Task<AppendOutcome> AppendAsync(CommitRow row)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var outcome = await log.AppendAsync(Name, _head, row, CancellationToken.None).ConfigureAwait(false);
            if (outcome is not AppendOutcome.Unknown unknown)
            {
                return outcome;
            }

            Log.AppendUnknown(logger, Name, row.FirstRevision, unknown.Reason);
            var tail = await log.TailAsync(Name, _head.Revision, CancellationToken.None).ConfigureAwait(false);
            if (tail.Rows is [var first, ..])
            {
                return first.Commit == row.Commit ? new AppendOutcome.Appended() : new AppendOutcome.HeadMoved();
            }

            if (time.GetElapsedTime(started) > UnknownMax)
            {
                return outcome;
            }

            await Task.Delay(SettlePause, time).ConfigureAwait(false);
        }
    }

    private void Answer(CommitBatch batch)
    {
        foreach (var (group, outcomes) in batch.Answers)
        {
            group.Complete(outcomes);
        }
    }

    private void Publish(CommitRow row, IReadOnlyList<StoreChange> changes, CollectionRoot root)
    {
        _head = row.Head;
        clock.Observe(row.Time);
        _history!.Add(row.FirstRevision, changes, root);
        _expiry!.Look(root);
        _snapshots!.Applied(row, root);
    }

    /// <summary>Reads and applies what other writers appended. Answers whether there was anything.</summary>
    private async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var tail = await log.TailAsync(Name, _head.Revision, cancellationToken).ConfigureAwait(false);
            foreach (var row in tail.Rows.Where(row => row.FirstRevision > _head.Revision))
            {
                var (root, changes) = Replay.Row(definition, _history!.Current, row);
                Publish(row, changes, root);
            }

            return tail.Rows.Count > 0;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>Loads the collection. It starts from the second newest snapshot, so that the changes since are at hand for watches that resume.</summary>
    private async Task<History> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_history is not null)
            {
                return _history;
            }

            var snapshots = await log.SnapshotsAsync(Name, cancellationToken).ConfigureAwait(false);
            var start = snapshots.Count > 1 ? snapshots[1] : snapshots.Count > 0 ? snapshots[0] : null;
            var payload = start is null ? null : await log.ReadSnapshotAsync(Name, start, cancellationToken).ConfigureAwait(false);
            var root = start is null ? CollectionRoot.Empty(definition) : Replay.Snapshot(definition, new StoredSnapshot(start.Revision, start.Time, start.Digest, payload!.Value));
            var history = new History(root, time);
            var tail = await log.TailAsync(Name, root.Revision, cancellationToken).ConfigureAwait(false);
            foreach (var row in tail.Rows)
            {
                (root, var changes) = Replay.Row(definition, root, row);
                history.Add(row.FirstRevision, changes, root);
                clock.Observe(row.Time);
            }

            if (root.Revision != tail.Head.Revision)
            {
                throw new StoreException($"The collection {Name} ends at revision {root.Revision}, its head says {tail.Head.Revision}.");
            }

            _head = tail.Head;
            _snapshots = new SnapshotSchedule(Name, log, time, logger, snapshots, tail.Rows);
            _expiry = new ExpirySchedule(this, time, logger);
            _expiry.Look(root);
            Volatile.Write(ref _history, history);
            return history;
        }
        finally
        {
            _opening.Release();
        }
    }
}
