using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Writes a snapshot when the tail has grown long, and deletes the rows that no reader needs any more.</summary>
internal sealed class SnapshotSchedule
{
    /// <summary>A snapshot is due past this many rows since the last…</summary>
    private const int TailRowsMax = 1000;

    /// <summary>…once they hold this share of its bytes.</summary>
    private const double TailShare = 0.5;

    /// <summary>Rows younger than this are never deleted.</summary>
    private static readonly TimeSpan RowAgeMin = TimeSpan.FromHours(1);

    private readonly string _collection;
    private readonly ICommitLog _log;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private SnapshotEntry? _newest;
    private long _rows;
    private long _bytes;
    private int _running;
    private bool _compactionDue;

    public SnapshotSchedule(string collection, ICommitLog log, TimeProvider time, ILogger logger, IReadOnlyList<SnapshotEntry> snapshots)
    {
        _collection = collection;
        _log = log;
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
        if (_rows > TailRowsMax && _bytes > (_newest?.Bytes ?? 0) * TailShare && Interlocked.Exchange(ref _running, 1) == 0)
        {
            // Rows that come while it is written count for the next one.
            Interlocked.Exchange(ref _rows, 0);
            Interlocked.Exchange(ref _bytes, 0);
            _ = Task.Run(() => WriteAsync(state, time));
        }
    }

    /// <summary>Deletes rows below the second newest snapshot that are old enough.</summary>
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
            await _log.CompactAsync(_collection, snapshots[1].Revision, HybridClock.FromWall(now - RowAgeMin), cancellationToken).ConfigureAwait(false);
            _compactionDue = snapshots[1].Time >= HybridClock.FromWall(now - RowAgeMin);
        }
    }

    private async Task WriteAsync(ReplicaState state, long time)
    {
        try
        {
            var snapshots = await _log.SnapshotsAsync(_collection, CancellationToken.None).ConfigureAwait(false);
            if (snapshots.Count > 0 && snapshots[0].Revision > (_newest?.Revision ?? 0))
            {
                // Another instance was faster.
                Take(snapshots[0]);
                return;
            }

            var payload = SnapshotEncoding.Encode(state.Root, state.CompactedThrough);
            await _log.SaveSnapshotAsync(_collection, new StoredSnapshot(state.Root.Revision, time, state.Root.Digest, payload), CancellationToken.None).ConfigureAwait(false);
            Take(new SnapshotEntry(state.Root.Revision, time, state.Root.Digest, "", "", payload.Length));
        }
        catch (Exception fault)
        {
            // The log is whole without the snapshot; the next one is tried after as many rows again.
            Log.SnapshotFailed(_logger, _collection, fault);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    private void Take(SnapshotEntry newest)
    {
        Volatile.Write(ref _newest, newest);
        _compactionDue = true;
    }
}
