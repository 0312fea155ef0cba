using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Reminders;

/// <summary>What reminders this process knows to be on their way, so that it need not send one that adds nothing. All times are of one monotonic clock.</summary>
internal sealed class ArmedReminders
{
    /// <summary>Most reminders remembered. What is forgotten is sent once more, no worse.</summary>
    public const int EntriesMax = 10_000;

    /// <summary>How far off a reminder has to lie to count. One that comes now may be read already, by a run that does not know what is wanted now.</summary>
    public static readonly TimeSpan AheadMin = TimeSpan.FromSeconds(1);

    /// <summary>How much later than wanted a reminder serves as well: the same time, computed twice, differs by a little.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Wake, Armed> _armed = [];

    /// <summary>How many are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _armed.Count;
            }
        }
    }

    /// <summary>Whether one is on its way that has the key looked at by then, and so has whatever is wanted then asked for again.</summary>
    /// <param name="wake">Whom to remind.</param>
    /// <param name="now">The time.</param>
    /// <param name="wanted">When.</param>
    public bool Serves(Wake wake, TimeSpan now, TimeSpan wanted)
    {
        lock (_lock)
        {
            return _armed.TryGetValue(wake, out var armed) && armed.Visible >= now + AheadMin && armed.Due <= wanted + Lateness;
        }
    }

    /// <summary>Remembers one that is kept durably.</summary>
    /// <param name="wake">Whom it reminds.</param>
    /// <param name="now">The time.</param>
    /// <param name="visible">When it comes at the earliest.</param>
    /// <param name="due">When its key is looked at: later than it comes, if it has to be armed again then.</param>
    public void Add(Wake wake, TimeSpan now, TimeSpan visible, TimeSpan due)
    {
        lock (_lock)
        {
            if (_armed.TryGetValue(wake, out var armed) && armed.Visible >= now + AheadMin && armed.Due <= due)
            {
                // The one that is known serves more.
                return;
            }

            if (_armed.Count >= EntriesMax)
            {
                MakeRoomNeedsLock(now);
            }

            _armed[wake] = new Armed(visible, due);
        }
    }

    private void MakeRoomNeedsLock(TimeSpan now)
    {
        foreach (var (wake, armed) in _armed)
        {
            if (armed.Visible < now + AheadMin)
            {
                _armed.Remove(wake);
            }
        }

        if (_armed.Count >= EntriesMax)
        {
            _armed.Clear();
        }
    }

    private readonly record struct Armed(TimeSpan Visible, TimeSpan Due);
}
