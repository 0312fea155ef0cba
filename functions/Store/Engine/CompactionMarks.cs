using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Knows how far the history that clients see may be compacted: at least five minutes of it stay, at most ten.</summary>
internal sealed class CompactionMarks
{
    /// <summary>Time between two compactions of a collection.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(280);

    /// <summary>Changes of this much time share a mark.</summary>
    private static readonly TimeSpan MarkSpan = TimeSpan.FromSeconds(10);

    /// <summary>History that clients may count on.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly List<(long From, long To, long Revision)> _marks = [];
    private long _lastTime;

    /// <summary>Notes an applied row, in order.</summary>
    public void Note(CommitRow row, long compactedThrough)
    {
        lock (_lock)
        {
            if (compactedThrough > 0)
            {
                _lastTime = row.Time;
                _marks.RemoveAll(mark => mark.Revision <= compactedThrough);
            }
            else if (_marks.Count > 0 && row.Time - _marks[^1].From < HybridClock.Span(MarkSpan))
            {
                _marks[^1] = (_marks[^1].From, row.Time, row.LastRevision);
            }
            else
            {
                _marks.Add((row.Time, row.Time, row.LastRevision));
            }
        }
    }

    /// <summary>The revision through which to compact now; null where it is not yet time, or nothing has changed.</summary>
    public long? Due(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (HybridClock.FromWall(now - Interval) < _lastTime)
            {
                return null;
            }

            var before = HybridClock.FromWall(now - Kept);
            var last = _marks.FindLastIndex(mark => mark.To <= before);
            return last >= 0 ? _marks[last].Revision : null;
        }
    }
}
