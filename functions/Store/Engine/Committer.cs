using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Encryption;
using CloudOrchestrator.Store.Notices;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Commits a collection's writes, one commit at a time.</summary>
/// <remarks>
/// (1) A write queues, and the first to find no commit in flight starts one; (2) the commit takes all that fits and runs the write functions in
/// order on the newest state; (3) one row is appended behind the head that the state stands for; (4) on success the new state is published,
/// watchers wake, callers are answered; when the head had moved the tail is read and (2) starts again; (5) a batch without changes is answered
/// once its state is proven current.
/// </remarks>
internal sealed class Committer(string collection, ICommitLog log, IReplicaSource source, HybridClock clock, DocumentSeals seals, Registration registration, Outbox? outbox, TimeProvider time, ILogger logger)
{
    /// <summary>Commits in a row after which an instance that is not alone pauses.</summary>
    private const int CommitsInARowMax = 5;

    /// <summary>The pause, so that no other instance starves.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>How long another writer is taken to be there after it was last seen.</summary>
    private static readonly TimeSpan ForeignAge = TimeSpan.FromSeconds(1);

    private readonly PendingWrites _pending = new();
    private readonly Settling _settling = new(collection, log, outbox, time, logger);
    private readonly Spill _spill = new(collection, log, time);
    private int _commitsInARow;

    /// <summary>Queues a group. Its task ends with the outcomes.</summary>
    public Task<IReadOnlyList<WriteOutcome>> CommitAsync(PendingGroup group)
    {
        if (_pending.Add(group))
        {
            _ = ServeAsync();
        }

        return group.Done;
    }

    private async Task ServeAsync()
    {
        do
        {
            var taken = new List<PendingGroup>();
            try
            {
                await CommitNextAsync(taken).ConfigureAwait(false);
            }
            catch (StoreException fault)
            {
                // Nothing was appended: an append whose fate is open never ends here.
                taken.ForEach(group => group.Complete(new WriteOutcome.Unavailable(fault.Message)));
            }
            catch (Exception fault)
            {
                Log.CommitLoopFailed(logger, collection, fault);
                taken.ForEach(group => group.Fail(fault));
            }
        }
        while (_pending.IsServed());
    }

    private async Task CommitNextAsync(List<PendingGroup> taken)
    {
        CommitBatch? batch = null;
        while (true)
        {
            var replica = await source.OpenAsync(CancellationToken.None).ConfigureAwait(false);
            var basis = replica.State;
            if (batch is null)
            {
                batch = Take(basis, taken);
            }
            else
            {
                batch = new CommitBatch(basis.Root);
                taken.Where(group => !group.IsAnswered).ToList().ForEach(batch.Run);
            }

            if (basis.Head.Sealed)
            {
                taken.ForEach(group => group.Complete(new WriteOutcome.Unavailable($"The collection {collection} is sealed: it lives on in another store.")));
                return;
            }

            var attempt = await PrepareAsync(replica, basis, taken, batch).ConfigureAwait(false);
            if (attempt is null ? await IsCurrentAsync(basis).ConfigureAwait(false) : await AppendAsync(replica, basis, attempt, taken).ConfigureAwait(false))
            {
                Answer(batch);
                return;
            }
        }
    }

    /// <summary>Takes what fits into a commit and runs it.</summary>
    private CommitBatch Take(ReplicaState basis, List<PendingGroup> taken)
    {
        var batch = new CommitBatch(basis.Root);
        while (!batch.IsFull && _pending.Next(taken.Count == 0) is { } group)
        {
            taken.Add(group);
            batch.Run(group);
            if (group.IsCompaction)
            {
                break;
            }
        }

        return batch;
    }

    /// <summary>The commit to append; null where there is nothing to change.</summary>
    private async ValueTask<Attempt?> PrepareAsync(Replica replica, ReplicaState basis, List<PendingGroup> taken, CommitBatch batch)
    {
        if (taken is [{ IsCompaction: true }])
        {
            return replica.Marks.Due(time.GetUtcNow()) is { } through && through > basis.CompactedThrough
                ? Compaction(basis, through)
                : null;
        }

        if (batch.Changes.Count == 0)
        {
            return null;
        }

        var payload = await EncodeAsync(basis, taken, batch).ConfigureAwait(false);
        if (batch.Changes.Count == 0)
        {
            return null;
        }

        await registration.EnsureAsync(basis, CancellationToken.None).ConfigureAwait(false);
        var format = seals.Encrypts ? Replay.FormatEncrypted : Replay.FormatPlain;
        var row = new CommitRow(batch.Changes[0].Revision, batch.Root.Revision, Guid.NewGuid(), clock.Next(), batch.Root.Digest, format, payload);
        return new Attempt(basis.Head, row, batch.Changes, batch.Root, 0);
    }

    private Attempt Compaction(ReplicaState basis, long through)
    {
        var root = basis.Root.At(basis.Root.Revision + 1);
        var row = new CommitRow(root.Revision, root.Revision, Guid.NewGuid(), clock.Next(), root.Digest, Replay.FormatPlain, ChangeEncoding.EncodeCompaction(through));
        return new Attempt(basis.Head, row, [], root, through);
    }

    /// <summary>Encodes the batch. One that is too large for a row gives half of its groups back; a single group spills its largest documents.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> EncodeAsync(ReplicaState basis, List<PendingGroup> taken, CommitBatch batch)
    {
        while (true)
        {
            var changes = seals.Seal(batch.Changes);
            var payload = ChangeEncoding.Encode(changes);
            if (payload.Length <= log.PayloadBytesMax)
            {
                return payload;
            }

            if (taken.Count == 1)
            {
                if (await _spill.EncodeAsync(changes).ConfigureAwait(false) is { } spilled)
                {
                    return spilled;
                }

                taken[0].Complete(new WriteOutcome.TooLarge(payload.Length, log.PayloadBytesMax));
                batch.Restart(basis.Root);
                return default;
            }

            var kept = taken.Count / 2;
            _pending.Return(taken.GetRange(kept, taken.Count - kept));
            taken.RemoveRange(kept, taken.Count - kept);
            batch.Restart(basis.Root);
            taken.ForEach(batch.Run);
        }
    }

    /// <summary>Answers whether the attempt is in the log. If not, its groups have been answered or are to run again.</summary>
    private async ValueTask<bool> AppendAsync(Replica replica, ReplicaState basis, Attempt attempt, List<PendingGroup> taken)
    {
        await PauseForOthersAsync(replica).ConfigureAwait(false);
        replica.OwnCommit = attempt.Row.Commit;
        var sent = source.Sending();
        var outcome = await _settling.AppendAsync(attempt.Expected, attempt.Row, () => GiveUp(taken)).ConfigureAwait(false);
        _pending.Open();
        switch (outcome)
        {
            case AppendOutcome.Appended:
                replica.ApplyOwn(attempt.Row, attempt.CompactedThrough, attempt.Changes, attempt.Root);
                source.Landed(sent);
                replica.Snapshots.Look(replica.State, attempt.Row.Time);
                if (outbox is not null)
                {
                    await outbox.CommittedAsync(attempt.Row, attempt.Changes).ConfigureAwait(false);
                }

                return true;
            case AppendOutcome.Rejected rejected:
                throw new StoreException(rejected.Reason);
            case AppendOutcome.Unknown:
                taken.ForEach(group => group.Complete(new WriteOutcome.Unknown()));
                break;
        }

        // What stands there now is not ours.
        _commitsInARow = 0;
        await (_settling.Seen is { } tail ? source.TakeAsync(replica, basis, tail) : source.RefreshAsync(CancellationToken.None)).ConfigureAwait(false);
        if ((await source.OpenAsync(CancellationToken.None).ConfigureAwait(false)).State.Head == attempt.Expected)
        {
            // The service does not show yet what it refuses us for.
            await Task.Delay(Pause, time).ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>Tells the writers that nobody knows, and those behind them that nothing is built upon that.</summary>
    private void GiveUp(List<PendingGroup> taken)
    {
        taken.ForEach(group => group.Complete(new WriteOutcome.Unknown()));
        _pending.Close("The outcome of a commit to this collection is open; nothing is built upon it.");
    }

    private async ValueTask PauseForOthersAsync(Replica replica)
    {
        if (log.IsSoleWriter || ++_commitsInARow <= CommitsInARowMax)
        {
            return;
        }

        _commitsInARow = 1;
        if (replica.ForeignAt is { } at && time.GetElapsedTime(at) < ForeignAge)
        {
            await Task.Delay(Pause, time).ConfigureAwait(false);
        }
    }

    /// <summary>Answers whether the state is still the newest, by a query sent after the write functions ran.</summary>
    private async ValueTask<bool> IsCurrentAsync(ReplicaState basis)
    {
        if (log.IsSoleWriter)
        {
            return true;
        }

        await source.RefreshAsync(CancellationToken.None).ConfigureAwait(false);
        var now = (await source.OpenAsync(CancellationToken.None).ConfigureAwait(false)).State;
        return now.Head.Revision == basis.Head.Revision && now.Head.Commit == basis.Head.Commit;
    }

    private static void Answer(CommitBatch batch)
    {
        foreach (var (group, outcomes) in batch.Answers)
        {
            group.Complete(outcomes);
        }
    }
}
