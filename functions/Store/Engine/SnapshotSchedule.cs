using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Trees;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Writes a snapshot, and compacts what lies below the one before, when the tail has grown long.</summary>
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
    private long _lastRevision;
    private long _secondRevision;
    private long _lastBytes;
    private long _rows;
    private long _bytes;
    private int _running;

    public SnapshotSchedule(string collection, ICommitLog log, TimeProvider time, ILogger logger, IReadOnlyList<SnapshotEntry> snapshots, IReadOnlyList<CommitRow> tail)
    {
        _collection = collection;
        _log = log;
        _time = time;
        _logger = logger;
        _lastRevision = snapshots.Count > 0 ? snapshots[0].Revision : 0;
        _lastBytes = snapshots.Count > 0 ? snapshots[0].Bytes : 0;
        foreach (var row in tail.Where(row => row.FirstRevision > _lastRevision))
        {
            _rows++;
            _bytes += row.Payload.Length;
        }
    }

    /// <summary>Notes a row that was applied, and starts a snapshot when one is due. Called by one commit at a time.</summary>
    public void Applied(CommitRow row, CollectionRoot root)
    {
        _rows++;
        _bytes += row.Payload.Length;
        if (_rows > TailRowsMax && _bytes > _lastBytes * TailShare && Interlocked.Exchange(ref _running, 1) == 0)
        {
            _rows = 0;
            _bytes = 0;
            _ = Task.Run(() => WriteAsync(row, root));
        }
    }

    private async Task WriteAsync(CommitRow row, CollectionRoot root)
    {
        try
        {
            var payload = SnapshotEncoding.Encode(root);
            await _log.SaveSnapshotAsync(_collection, new StoredSnapshot(root.Revision, row.Time, root.Digest, payload), CancellationToken.None).ConfigureAwait(false);
            (_secondRevision, _lastRevision, _lastBytes) = (_lastRevision, root.Revision, payload.Length);
            var before = HybridClock.FromWall(_time.GetUtcNow() - RowAgeMin);
            await _log.CompactAsync(_collection, _secondRevision, before, CancellationToken.None).ConfigureAwait(false);
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
}
