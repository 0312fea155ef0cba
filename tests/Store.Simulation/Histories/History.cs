namespace CloudOrchestrator.Store.Simulation.Histories;

/// <summary>All that clients asked and were answered, and all that watchers saw, checked against what the log turned out to hold.</summary>
/// <remarks>
/// Every answer names a revision. So the collection, and each key, is linearizable if (1) what an answer says holds at its revision and
/// (2) the revisions respect real time: an answer's revision is not below any that was answered before its question was asked, and that of a
/// write is above.
/// </remarks>
internal sealed class History
{
    private readonly List<Claim> _claims = [];
    private readonly List<string> _faults = [];
    private readonly HashSet<string> _refuted = [];
    private readonly HashSet<string> _written = [];
    private readonly List<Sighting> _sightings = [];
    private readonly Lock _lock = new();
    private long _answered;

    /// <summary>The highest revision of any answer so far: what is asked now must not be answered from before it.</summary>
    public long Frontier => Interlocked.Read(ref _answered);

    public int Answers => _claims.Count;

    public int Sightings => _sightings.Count;

    /// <summary>Notes that a value is about to be written; each is written by one operation alone.</summary>
    public void Writing(string value)
    {
        lock (_lock)
        {
            _written.Add(value);
        }
    }

    /// <summary>Notes an answer to a question that was asked at a frontier.</summary>
    public void Answered(long frontier, Claim claim)
    {
        lock (_lock)
        {
            if (claim.Writes ? claim.Revision <= frontier : claim.Revision < frontier)
            {
                _faults.Add($"{claim.By}: answered at revision {claim.Revision}, though {frontier} had been answered before it was asked");
            }

            _claims.Add(claim);
            Interlocked.Exchange(ref _answered, Math.Max(_answered, claim.Revision));
        }
    }

    /// <summary>Notes that a write was answered not to have happened.</summary>
    public void Refuted(string value)
    {
        lock (_lock)
        {
            _refuted.Add(value);
        }
    }

    /// <summary>Notes what a watcher saw next.</summary>
    public void Saw(Sighting sighting)
    {
        lock (_lock)
        {
            _sightings.Add(sighting);
        }
    }

    /// <summary>Notes something that is wrong by itself.</summary>
    public void Fault(string fault)
    {
        lock (_lock)
        {
            _faults.Add(fault);
        }
    }

    /// <summary>Everything that is wrong, given every change of the log in order.</summary>
    public IReadOnlyList<string> Judge(IReadOnlyList<LoggedChange> log)
    {
        var faults = new List<string>(_faults);
        faults.AddRange(Applied(log));
        faults.AddRange(Claims(log));
        faults.AddRange(Sights(log));
        return faults;
    }

    private IEnumerable<string> Applied(IReadOnlyList<LoggedChange> log)
    {
        var seen = new HashSet<string>();
        foreach (var change in log.Where(change => change.Value is not null))
        {
            if (!_written.Contains(change.Value!))
            {
                yield return $"revision {change.Revision} holds {change.Value}, which nobody wrote";
            }

            if (!seen.Add(change.Value!))
            {
                yield return $"{change.Value} was applied twice, again at revision {change.Revision}";
            }

            if (_refuted.Contains(change.Value!))
            {
                yield return $"{change.Value} was answered not to have happened and is at revision {change.Revision}";
            }
        }
    }

    private IEnumerable<string> Claims(IReadOnlyList<LoggedChange> log)
    {
        var state = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var next = 0;
        LoggedChange? last = null;
        foreach (var claim in _claims.OrderBy(claim => claim.Revision))
        {
            for (; next < log.Count && log[next].Revision <= claim.Revision; next++)
            {
                last = log[next];
                Apply(state, last);
            }

            var actual = claim.Key is null ? Listing(state) : state.GetValueOrDefault(claim.Key);
            if (actual != claim.Value || (claim.Writes && (last?.Revision != claim.Revision || last.Key != claim.Key)))
            {
                yield return $"{claim.By}: at revision {claim.Revision} {claim.Key ?? "everything"} was answered to be {claim.Value ?? "absent"} and was {actual ?? "absent"}";
            }
        }
    }

    private IEnumerable<string> Sights(IReadOnlyList<LoggedChange> log)
    {
        var places = log.Select((change, index) => (change.Revision, index)).ToDictionary(pair => pair.Revision, pair => pair.index);
        foreach (var watcher in _sightings.GroupBy(sighting => sighting.Watcher))
        {
            LoggedChange? before = null;
            foreach (var sighting in watcher)
            {
                var expected = before is null || sighting.Starts ? log.FirstOrDefault(change => change.Revision > sighting.After) : log.ElementAtOrDefault(places[before.Revision] + 1);
                if (expected != sighting.Change)
                {
                    yield return $"{sighting.Watcher} saw {sighting.Change} behind {before?.Revision ?? sighting.After}, where {expected} follows";
                    break;
                }

                before = sighting.Change;
            }
        }
    }

    public static void Apply(SortedDictionary<string, string> state, LoggedChange change)
    {
        if (change.Value is null)
        {
            state.Remove(change.Key);
        }
        else
        {
            state[change.Key] = change.Value;
        }
    }

    public static string Listing(IEnumerable<KeyValuePair<string, string>> state) => string.Join('\n', state.Select(pair => $"{pair.Key}={pair.Value}"));
}
