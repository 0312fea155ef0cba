namespace CloudOrchestrator.LocalAzure.Storage;

/// <summary>What may happen to calls between an app and its storage account; the same seed draws the same.</summary>
public sealed class StorageFaults
{
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly List<HeldCall> _holds = [];
    private double _busy;
    private double _cut;
    private bool _isAway;

    internal StorageFaults(int seed) => _random = new Random(seed);

    /// <summary>What becomes of a call.</summary>
    internal enum Fate
    {
        Passes,

        /// <summary>503 without being carried out.</summary>
        Busy,

        /// <summary>The connection breaks before it is carried out.</summary>
        Lost,

        /// <summary>It is carried out, and the connection breaks before the answer.</summary>
        Unanswered,
    }

    /// <summary>From now on each call is, with this probability, refused with 503.</summary>
    public void Throttle(double probability) => Change(() => _busy = probability);

    /// <summary>From now on the connection of each call breaks, with this probability: half of them after the call was carried out.</summary>
    public void Cut(double probability) => Change(() => _cut = probability);

    /// <summary>From now on no call gets through.</summary>
    public void CutOff() => Change(() => _isAway = true);

    /// <summary>From now on all is well again.</summary>
    public void Clear() => Change(() => (_busy, _cut, _isAway) = (0, 0, false));

    /// <summary>Holds the next call of a kind before the account gets it.</summary>
    public HeldCall HoldRequest(Func<StorageCall, bool> matches) => Hold(new HeldCall(matches, afterwards: false));

    /// <summary>Holds the answer to the next call of a kind, which the account has carried out.</summary>
    public HeldCall HoldAnswer(Func<StorageCall, bool> matches) => Hold(new HeldCall(matches, afterwards: true));

    internal Fate Draw()
    {
        lock (_lock)
        {
            if (_isAway)
            {
                return Fate.Lost;
            }

            var draw = _busy + _cut > 0 ? _random.NextDouble() : 1;
            return draw < _busy ? Fate.Busy
                : draw < _busy + (_cut / 2) ? Fate.Lost
                : draw < _busy + _cut ? Fate.Unanswered
                : Fate.Passes;
        }
    }

    internal HeldCall? HoldOf(StorageCall call)
    {
        lock (_lock)
        {
            var hold = _holds.Find(one => one.Takes(call));
            if (hold is not null)
            {
                _holds.Remove(hold);
            }

            return hold;
        }
    }

    private HeldCall Hold(HeldCall hold)
    {
        Change(() => _holds.Add(hold));
        return hold;
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
        }
    }
}
