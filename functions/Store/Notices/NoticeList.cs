using System.Text;

namespace CloudOrchestrator.Store.Notices;

/// <summary>Puts the commits of a collection into as few notices as their keys allow. Not safe for several threads.</summary>
internal sealed class NoticeList(string collection)
{
    private readonly List<CommitNotice> _notices = [];
    private readonly List<(long First, long Last)> _ranges = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private int _bytes;
    private long _first;
    private long _last;

    /// <summary>Whether no revision was added since the last <see cref="Take"/>.</summary>
    public bool IsEmpty => _ranges.Count == 0;

    /// <summary>Adds revisions, and what changed in them.</summary>
    /// <param name="first">The first revision.</param>
    /// <param name="last">The last.</param>
    /// <param name="keys">The keys that changed; null where they are not known.</param>
    public void Add(long first, long last, IReadOnlyCollection<string>? keys)
    {
        var follows = _ranges.Count > 0 && _ranges[^1].Last == first - 1;
        _ranges.Add((follows ? _ranges[^1].First : first, last));
        if (follows)
        {
            _ranges.RemoveAt(_ranges.Count - 2);
        }

        var bytes = keys?.Sum(Encoding.UTF8.GetByteCount) ?? int.MaxValue;
        if (!follows || bytes > CommitNotice.KeysBytesMax - _bytes)
        {
            Close();
        }

        if (bytes > CommitNotice.KeysBytesMax)
        {
            _notices.Add(new CommitNotice(collection, first, last, null));
            return;
        }

        _first = _keys.Count == 0 ? first : _first;
        _last = last;
        _bytes += keys!.Where(_keys.Add).Sum(Encoding.UTF8.GetByteCount);
    }

    /// <summary>Hands out the notices and the ranges of revisions that they stand for, and is empty again. A commit that changed nothing makes no notice.</summary>
    public (IReadOnlyList<CommitNotice> Notices, IReadOnlyList<(long First, long Last)> Ranges) Take()
    {
        Close();
        (CommitNotice[], (long, long)[]) taken = ([.. _notices], [.. _ranges]);
        _notices.Clear();
        _ranges.Clear();
        return taken;
    }

    private void Close()
    {
        if (_keys.Count > 0)
        {
            _notices.Add(new CommitNotice(collection, _first, _last, [.. _keys]));
        }

        _keys.Clear();
        _bytes = 0;
    }
}
