namespace CloudOrchestrator.Store.Notices;

/// <summary>Which revisions this instance has published, as ranges that neither touch nor overlap. Not safe for several threads.</summary>
internal sealed class RevisionRanges
{
    /// <summary>Most ranges kept.</summary>
    /// <value>1,000: they lie apart only where other writers' commits lie between them, and what is forgotten is published once more.</value>
    private const int RangesMax = 1000;

    private readonly List<(long First, long Last)> _ranges = [];

    /// <summary>Adds a range. Cheap where it follows the last.</summary>
    public void Add(long first, long last)
    {
        var at = _ranges.Count;
        while (at > 0 && _ranges[at - 1].Last >= first - 1)
        {
            at--;
        }

        var end = at;
        while (end < _ranges.Count && _ranges[end].First <= last + 1)
        {
            (first, last) = (Math.Min(first, _ranges[end].First), Math.Max(last, _ranges[end].Last));
            end++;
        }

        _ranges.RemoveRange(at, end - at);
        _ranges.Insert(at, (first, last));
        if (_ranges.Count > RangesMax)
        {
            _ranges.RemoveAt(0);
        }
    }

    /// <summary>What from the first through the last is not here, in ranges.</summary>
    public IReadOnlyList<(long First, long Last)> Missing(long first, long last)
    {
        var missing = new List<(long First, long Last)>();
        foreach (var range in _ranges.Where(range => range.Last >= first && range.First <= last))
        {
            if (range.First > first)
            {
                missing.Add((first, range.First - 1));
            }

            first = range.Last + 1;
        }

        if (first <= last)
        {
            missing.Add((first, last));
        }

        return missing;
    }

    /// <summary>The last revision such that all after the given one through it are here; the given one where the next is not.</summary>
    public long EndAfter(long revision)
    {
        var range = _ranges.Find(range => range.Last > revision);
        return range.Last > revision && range.First <= revision + 1 ? range.Last : revision;
    }

    /// <summary>Forgets the ranges that end at or before a revision.</summary>
    public void DropThrough(long revision) => _ranges.RemoveAll(range => range.Last <= revision);
}
