using System.Runtime.CompilerServices;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Encryption;
using CloudOrchestrator.Store.Notices;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Engine;

/// <summary>One collection of a <see cref="StoreEngine"/>: reads and watches of this instance's copy, which is kept current.</summary>
internal sealed class DocumentCollection : IDocumentCollection, IReplicaSource
{
    private readonly ICommitLog _log;
    private readonly ILogger _logger;
    private readonly Opening _opening;
    private readonly RowReader _rows;
    private readonly SharedReads _reads;
    private readonly Registration _registration;
    private readonly Committer _committer;
    private readonly WatchPoll _poll;
    private readonly Upkeep _upkeep;
    private readonly SemaphoreSlim _openingOne = new(1, 1);
    private readonly SemaphoreSlim _reachingBack = new(1, 1);
    private Replica? _replica;

    public DocumentCollection(CollectionDefinition definition, ICommitLog log, HybridClock clock, IDocumentCipher? cipher, Outbox? outbox, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        Name = definition.Name;
        _log = log;
        _logger = logger;
        var seals = new DocumentSeals(Name, cipher);
        _opening = new Opening(definition, log, clock, seals, time, logger);
        _rows = new RowReader(Name, log, seals);
        _registration = new Registration(Name, log);
        _reads = new SharedReads(QueryAsync, time);
        _committer = new Committer(Name, log, this, clock, seals, _registration, outbox, time, logger);
        _poll = new WatchPoll(Name, this, time, logger, stopping);
        _upkeep = new Upkeep(Name, log, _committer, time, logger);
    }

    public string Name { get; }

    /// <summary>Bytes that the kept changes hold alive beside the current state, about; 0 where the collection is not open.</summary>
    public long HistoryBytes => Volatile.Read(ref _replica)?.History.Bytes ?? 0;

    /// <summary>How many objects are held; 0 where the collection is not open.</summary>
    public int Count => Volatile.Read(ref _replica)?.State.Root.Count ?? 0;

    public async ValueTask<CollectionState> ReadCurrentAsync(CancellationToken cancellationToken)
    {
        if (!_log.IsSoleWriter)
        {
            await RefreshAsync(cancellationToken).ConfigureAwait(false);
        }

        return (await OpenAsync(cancellationToken).ConfigureAwait(false)).State.Root;
    }

    public async ValueTask<CollectionState> ReadAnyAsync(CancellationToken cancellationToken) =>
        (await OpenAsync(cancellationToken).ConfigureAwait(false)).State.Root;

    public async ValueTask RegisterAsync(CancellationToken cancellationToken) =>
        await _registration.EnsureAsync((await OpenAsync(cancellationToken).ConfigureAwait(false)).State, cancellationToken).ConfigureAwait(false);

    public async ValueTask<StateOutcome> ReadAtAsync(long revision, CancellationToken cancellationToken)
    {
        var replica = await ReachAsync(revision, cancellationToken).ConfigureAwait(false);
        var state = replica.State;
        if (revision >= state.Root.Revision)
        {
            return revision == state.Root.Revision ? new StateOutcome.Found(state.Root) : new StateOutcome.Future(state.Root.Revision);
        }

        if (state.CompactedThrough > 0 && revision <= state.CompactedThrough)
        {
            return new StateOutcome.Compacted(state.CompactedThrough + 1);
        }

        if (replica.History.At(revision) is { } root)
        {
            return new StateOutcome.Found(root);
        }

        await ReachBackAsync(replica, revision, cancellationToken).ConfigureAwait(false);
        return replica.History.At(revision) is { } older ? new StateOutcome.Found(older) : new StateOutcome.Compacted(replica.History.OldestRevision);
    }

    public async Task<WriteOutcome> CommitAsync(Write write, CancellationToken cancellationToken) =>
        (await CommitAsync([write], cancellationToken).ConfigureAwait(false))[0];

    public async Task<IReadOnlyList<WriteOutcome>> CommitAsync(IReadOnlyList<Write> group, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);

        // A write that has been queued runs to its end: whoever stops waiting must not leave its fate to chance.
        return await _committer.CommitAsync(new PendingGroup(group)).ConfigureAwait(false);
    }

    public async ValueTask<WatchOutcome> WatchAsync(long afterRevision, CancellationToken cancellationToken)
    {
        var replica = await ReachAsync(afterRevision, cancellationToken).ConfigureAwait(false);
        var state = replica.State;
        if (afterRevision > state.Root.Revision)
        {
            return new WatchOutcome.Future(state.Root.Revision);
        }

        if (afterRevision < state.CompactedThrough)
        {
            return new WatchOutcome.Compacted(state.CompactedThrough);
        }

        if (replica.History.OldestRevision > afterRevision)
        {
            await ReachBackAsync(replica, afterRevision, cancellationToken).ConfigureAwait(false);
        }

        return replica.History.OldestRevision > afterRevision
            ? new WatchOutcome.Compacted(replica.History.OldestRevision)
            : new WatchOutcome.Watching(Batches(replica.History, afterRevision, cancellationToken));
    }

    public async ValueTask<Replica> OpenAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _replica) ?? (await OpenOneAsync(null, cancellationToken).ConfigureAwait(false)).Replica;

    public Task RefreshAsync(CancellationToken cancellationToken) => _reads.ReadAsync(cancellationToken);

    public TimeSpan SinceProof => _reads.SinceProof;

    public SharedReads.SentCommit Sending() => _reads.Sending();

    public void Landed(SharedReads.SentCommit commit) => _reads.Landed(commit);

    /// <summary>Does what is due, if the collection is open.</summary>
    public Task KeepUpAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _replica) is { } replica ? _upkeep.RunAsync(replica, cancellationToken) : Task.CompletedTask;

    /// <summary>Deletes what has expired and what no reader needs any more, due or not.</summary>
    public async Task CompactAsync(CancellationToken cancellationToken)
    {
        await ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
        await _upkeep.CompactAsync(await OpenAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes spilled documents that nothing names, due or not.</summary>
    public Task SweepAsync(CancellationToken cancellationToken) => _upkeep.SweepAsync(cancellationToken);

    private async IAsyncEnumerable<ChangeBatch> Batches(History history, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var polling = _log.IsSoleWriter ? null : new Watching(_poll);
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

    /// <summary>The copy, made current if a revision lies beyond it.</summary>
    private async ValueTask<Replica> ReachAsync(long revision, CancellationToken cancellationToken)
    {
        var replica = Volatile.Read(ref _replica) ?? (await OpenOneAsync(revision, cancellationToken).ConfigureAwait(false)).Replica;
        if (revision <= replica.State.Root.Revision || _log.IsSoleWriter)
        {
            return replica;
        }

        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        return await OpenAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads changes from the log that this instance never had, or has let go of.</summary>
    private async Task ReachBackAsync(Replica replica, long revision, CancellationToken cancellationToken)
    {
        await _reachingBack.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (replica.History.OldestRevision > revision
                && await _opening.ReadBackAsync(revision, replica, cancellationToken).ConfigureAwait(false) is var (start, entries))
            {
                replica.History.Prepend(start, entries);
            }
        }
        finally
        {
            _reachingBack.Release();
        }
    }

    /// <summary>Reads and applies what other writers appended.</summary>
    private async Task QueryAsync()
    {
        var replica = Volatile.Read(ref _replica);
        if (replica is null)
        {
            (replica, var opened) = await OpenOneAsync(null, CancellationToken.None).ConfigureAwait(false);
            if (opened)
            {
                // By a query of the tail that was sent just now.
                return;
            }
        }

        var sent = replica.State;
        await TakeAsync(replica, sent, await _log.TailAsync(Name, sent.Head.Revision, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
    }

    public async Task TakeAsync(Replica replica, ReplicaState sent, LogTail tail)
    {
        if (tail.Head.Format > Replay.FormatMax)
        {
            throw new StoreException($"The collection {Name} is of row format {tail.Head.Format}; this version reads up to {Replay.FormatMax} and serves it no more.");
        }

        if (await ApplyAsync(replica, sent, tail).ConfigureAwait(false) is { } reason)
        {
            Log.Reopened(_logger, Name, reason);
            Interlocked.CompareExchange(ref _replica, null, replica);
            replica.History.End();
            await OpenAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Applies a tail. Answers why the copy is of no use any more; null if it is sound.</summary>
    private async Task<string?> ApplyAsync(Replica replica, ReplicaState sent, LogTail tail)
    {
        if (tail.Rows.Count > 0 && tail.Rows[0].FirstRevision != sent.Head.Revision + 1)
        {
            return $"revision {sent.Head.Revision} is followed by {tail.Rows[0].FirstRevision}";
        }

        if (tail.Rows.Count == 0 && (tail.Head.Revision != sent.Head.Revision || tail.Head.Commit != sent.Head.Commit || tail.Head.Digest != sent.Root.Digest))
        {
            return $"its head is revision {tail.Head.Revision} with digest {tail.Head.Digest:x16}, not {sent.Head.Revision} with {sent.Root.Digest:x16}";
        }

        foreach (var row in tail.Rows)
        {
            var content = await _rows.ReadAsync(row, CancellationToken.None).ConfigureAwait(false);
            try
            {
                replica.Apply(row, content);
            }
            catch (StoreException fault)
            {
                return fault.Message;
            }
        }

        if (tail.Head.Sealed)
        {
            replica.Seal();
        }

        return null;
    }

    /// <summary>Answers the copy, and whether this call has opened it: with its changes since a revision, if one is given and the log still tells them.</summary>
    private async Task<(Replica Replica, bool Opened)> OpenOneAsync(long? since, CancellationToken cancellationToken)
    {
        await _openingOne.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_replica is { } opened)
            {
                return (opened, false);
            }

            var replica = await _opening.OpenAsync(since, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _replica, replica);
            return (replica, true);
        }
        finally
        {
            _openingOne.Release();
        }
    }

    /// <summary>Counts a watcher while it watches.</summary>
    private sealed class Watching : IDisposable
    {
        private readonly WatchPoll _poll;

        public Watching(WatchPoll poll)
        {
            _poll = poll;
            poll.Enter();
        }

        public void Dispose() => _poll.Leave();
    }
}
