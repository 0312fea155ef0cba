using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.Conformance;

/// <summary>A commit log in memory. Several engines may share one, as several instances share a storage account.</summary>
public sealed class MemoryCommitLog(bool isSoleWriter = true) : ICommitLog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<CommitRow>> _rows = [];
    private readonly Dictionary<string, List<StoredSnapshot>> _snapshots = [];

    public bool IsSoleWriter { get; } = isSoleWriter;

    /// <summary>What the next appends answer instead of doing their work, or after it.</summary>
    public Queue<AppendFault> Faults { get; } = new();

    public ValueTask<AppendOutcome> AppendAsync(string collection, LogHead expected, CommitRow row, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var fault = Faults.TryDequeue(out var next) ? next : AppendFault.None;
            if (fault == AppendFault.RequestLost)
            {
                return ValueTask.FromResult<AppendOutcome>(new AppendOutcome.Unknown("request lost"));
            }

            var rows = Rows(collection);
            if (HeadOf(rows).Commit != expected.Commit)
            {
                return ValueTask.FromResult<AppendOutcome>(new AppendOutcome.HeadMoved());
            }

            rows.Add(row);
            return ValueTask.FromResult<AppendOutcome>(
                fault == AppendFault.AnswerLost ? new AppendOutcome.Unknown("answer lost") : new AppendOutcome.Appended());
        }
    }

    public ValueTask<LogTail> TailAsync(string collection, long afterRevision, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var rows = Rows(collection);
            return ValueTask.FromResult(new LogTail(
                [.. rows.Where(row => row.FirstRevision > afterRevision)],
                HeadOf(rows),
                rows.Count > 0 ? rows[0].FirstRevision : 0));
        }
    }

    public ValueTask<IReadOnlyList<StoredSnapshot>> SnapshotsAsync(string collection, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<StoredSnapshot>>(
                [.. _snapshots.GetValueOrDefault(collection, []).OrderByDescending(snapshot => snapshot.Revision)]);
        }
    }

    public ValueTask SaveSnapshotAsync(string collection, StoredSnapshot snapshot, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _snapshots[collection] = [.. _snapshots.GetValueOrDefault(collection, []).Append(snapshot).OrderByDescending(one => one.Revision).Take(3)];
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask CompactAsync(string collection, long throughRevision, long beforeTime, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var rows = Rows(collection);
            var last = rows.LastOrDefault();
            rows.RemoveAll(row => row != last && row.LastRevision <= throughRevision && row.Time < beforeTime);
        }

        return ValueTask.CompletedTask;
    }

    private List<CommitRow> Rows(string collection)
    {
        if (!_rows.TryGetValue(collection, out var rows))
        {
            _rows[collection] = rows = [];
        }

        return rows;
    }

    private static LogHead HeadOf(List<CommitRow> rows) => rows.Count > 0 ? rows[^1].Head : LogHead.None;
}

/// <summary>What goes wrong with an append.</summary>
public enum AppendFault
{
    None,

    /// <summary>The request never arrives; its sender does not know.</summary>
    RequestLost,

    /// <summary>The row lands; its sender does not know.</summary>
    AnswerLost,
}
