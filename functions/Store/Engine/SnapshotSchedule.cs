using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Encryption;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Writes a snapshot when the tail has grown long, and deletes the rows that no reader needs any more.</summary>
internal sealed class SnapshotSchedule
{
    /// <summary>A snapshot is due past this many rows since the last…</summary>
    private const int TailRowsMax = 1000;

    /// <summary>…once they hold this share of its bytes.</summary>
    private const double TailShare = 0.5;

    /// <summary>…or whatever they hold, once they are read in this many requests.</summary>
    /// <value>2: a third is left for the rows that come while the snapshot is written. With the list and the payload of snapshots, a collection
    /// opens in five.</value>
    private const int TailRequestsMax = 2;

    /// <summary>Rows younger than this are never deleted.</summary>
    private static readonly TimeSpan RowAgeMin = TimeSpan.FromHours(1);

    private readonly string _collection;
    private readonly ICommitLog _log;
    private readonly DocumentSeals _seals;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private SnapshotEntry? _newest;
    private long _rows;
    private long _bytes;
    private Basis? _latest;
    private int _running;
    private bool _compactionDue;

    public SnapshotSchedule(string collection, ICommitLog log, DocumentSeals seals, TimeProvider time, ILogger logger, IReadOnlyList<SnapshotEntry> snapshots)
    {
        _collection = collection;
        _log = log;
        _seals = seals;
        _time = time;
        _logger = logger;
        _newest = snapshots.Count > 0 ? snapshots[0] : null;
        _compactionDue = snapshots.Count > 1;
    }

    /// <summary>Notes a row that was applied, in order. Called by one at a time.</summary>
    public void Note(CommitRow row)
    {
        if (row.FirstRevision > (Volatile.Read(ref _newest)?.Revision ?? 0))
        {
            Interlocked.Increment(ref _rows);
            Interlocked.Add(ref _bytes, row.Payload.Length);
        }
    }

    /// <summary>Starts a snapshot where one is due. Called by whoever has committed.</summary>
    public void Look(ReplicaState state, long time)
    {
        Volatile.Write(ref _latest, new Basis(state, time, Interlocked.Read(ref _rows), Interlocked.Read(ref _bytes)));
        if (IsDue() && Interlocked.Exchange(ref _running, 1) == 0)
        {
            _ = Task.Run(WriteDueAsync);
        }
    }

    /// <summary>Deletes rows that are old enough, below the newest snapshot that is, but never above the second newest.</summary>
    /// <remarks>When many commits come after a rest, the second newest snapshot is younger than what clients may still ask for: the changes of that are made from an
    /// older one and the rows behind it, of which the first may be old.</remarks>
    public async Task CompactAsync(CancellationToken cancellationToken)
    {
        if (!_compactionDue)
        {
            return;
        }

        var snapshots = await _log.SnapshotsAsync(_collection, cancellationToken).ConfigureAwait(false);
        if (snapshots.Count > 1)
        {
            var now = _time.GetUtcNow();
            var before = HybridClock.FromWall(now - RowAgeMin);
            var start = snapshots.Skip(1).FirstOrDefault(snapshot => snapshot.Time < before) ?? snapshots[^1];
            await _log.CompactAsync(_collection, start.Revision, before, cancellationToken).ConfigureAwait(false);
            _compactionDue = snapshots[1].Time >= before;
        }
    }

    private bool IsDue()
    {
        var (rows, bytes, newest) = (Interlocked.Read(ref _rows), Interlocked.Read(ref _bytes), Volatile.Read(ref _newest));
        return (rows >= (long)TailRequestsMax * _log.RowsPerRequest || (rows > TailRowsMax && bytes > (newest?.Bytes ?? 0) * TailShare))
            && Volatile.Read(ref _latest)?.State.Root.Revision > (newest?.Revision ?? 0);
    }

    /// <summary>Rows come while a snapshot is written, perhaps enough for the next.</summary>
    private async Task WriteDueAsync()
    {
        do
        {
            do
            {
                await WriteAsync(Volatile.Read(ref _latest)!).ConfigureAwait(false);
            }
            while (IsDue());
            Volatile.Write(ref _running, 0);
        }
        while (IsDue() && Interlocked.Exchange(ref _running, 1) == 0);
    }

    private async Task WriteAsync(Basis basis)
    {
        try
        {
            var snapshots = await _log.SnapshotsAsync(_collection, CancellationToken.None).ConfigureAwait(false);
            if (snapshots.Count > 0 && snapshots[0].Revision > (_newest?.Revision ?? 0))
            {
                // Another instance was faster.
                Take(snapshots[0], basis);
                return;
            }

            var root = basis.State.Root;
            var payload = SnapshotEncoding.Encode(root, basis.State.CompactedThrough, _seals);
            await _log.SaveSnapshotAsync(_collection, new StoredSnapshot(root.Revision, basis.Time, root.Digest, payload), CancellationToken.None).ConfigureAwait(false);
            Take(new SnapshotEntry(root.Revision, basis.Time, root.Digest, "", "", payload.Length), basis);
        }
        catch (Exception fault)
        {
            // The log is whole without the snapshot; the next one is tried after as many rows again.
            Log.SnapshotFailed(_logger, _collection, fault);
            Forget(basis);
        }
    }

    private void Take(SnapshotEntry newest, Basis basis)
    {
        Volatile.Write(ref _newest, newest);
        Forget(basis);
        _compactionDue = true;
    }

    /// <summary>Counts only what came since.</summary>
    private void Forget(Basis basis)
    {
        Interlocked.Add(ref _rows, -basis.Rows);
        Interlocked.Add(ref _bytes, -basis.Bytes);
    }

    /// <summary>What a snapshot is made of, and the rows and bytes of the tail that it makes needless.</summary>
    private sealed record Basis(ReplicaState State, long Time, long Rows, long Bytes);
}
