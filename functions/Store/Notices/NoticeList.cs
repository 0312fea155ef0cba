using System.Text;

namespace CloudOrchestrator.Store.Notices;

/// <summary>Puts the commits of a collection into as few notices as their recipients allow. Not safe for several threads.</summary>
internal sealed class NoticeList(string collection)
{
    private readonly List<CommitNotice> _notices = [];
    private readonly List<(long First, long Last)> _ranges = [];
    private readonly HashSet<string> _recipients = new(StringComparer.Ordinal);
    private int _bytes;
    private long _first;
    private long _last;
    private long _sequence;

    /// <summary>Whether no revision was added since the last <see cref="Take"/>.</summary>
    public bool IsEmpty => _ranges.Count == 0;

    /// <summary>Adds revisions, and whom they concern.</summary>
    /// <param name="first">The first revision.</param>
    /// <param name="last">The last.</param>
    /// <param name="recipients">Whom they concern; null where that is not known.</param>
    /// <param name="sequence">Their place among this process's commits; 0 where they are not its own.</param>
    public void Add(long first, long last, IReadOnlyCollection<string>? recipients, long sequence = 0)
    {
        var follows = _ranges.Count > 0 && _ranges[^1].Last == first - 1;
        _ranges.Add((follows ? _ranges[^1].First : first, last));
        if (follows)
        {
            _ranges.RemoveAt(_ranges.Count - 2);
        }

        var bytes = recipients?.Sum(Encoding.UTF8.GetByteCount) ?? int.MaxValue;
        if (!follows || bytes > CommitNotice.RecipientsBytesMax - _bytes)
        {
            Close();
        }

        if (bytes > CommitNotice.RecipientsBytesMax)
        {
            _notices.Add(new CommitNotice(collection, first, last, null, sequence));
            return;
        }

        _first = _recipients.Count == 0 ? first : _first;
        _last = last;
        _sequence = sequence;
        _bytes += recipients!.Where(_recipients.Add).Sum(Encoding.UTF8.GetByteCount);
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
        if (_recipients.Count > 0)
        {
            _notices.Add(new CommitNotice(collection, _first, _last, [.. _recipients], _sequence));
        }

        _recipients.Clear();
        _bytes = 0;
    }
}
