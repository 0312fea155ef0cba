using System.Collections.Immutable;

namespace CloudOrchestrator.FakeAzureStorage.Faults;

/// <summary>Everything that is to go wrong. Rules are asked in the order in which they were added; the first that strikes does.</summary>
public sealed class FaultScript
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly FrozenInstances _frozen;
    private readonly Dictionary<string, int> _struck = [];
    private ImmutableArray<FaultRule> _rules = [];

    internal FaultScript(TimeProvider time)
    {
        _time = time;
        _frozen = new FrozenInstances(time);
    }

    /// <summary>How often each fault struck, by its name.</summary>
    public IReadOnlyDictionary<string, int> Struck
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, int>(_struck);
            }
        }
    }

    /// <summary>Strikes the nth request of the target from now on, counted from 1, and so many in all.</summary>
    public FaultScript On(RequestTarget target, Fault fault, int nth = 1, int times = 1) => Add(new NthRule(target, fault, nth, times));

    /// <summary>Strikes every request of the target from now on.</summary>
    public FaultScript Always(RequestTarget target, Fault fault) => Add(new NthRule(target, fault, 1, int.MaxValue));

    /// <summary>Strikes requests of the target by chance, with one of the faults.</summary>
    public FaultScript AtRandom(int seed, double probability, RequestTarget target, params Fault[] faults) =>
        AtRandom(seed, probability, target, [.. faults.Select(fault => new Func<Random, Fault>(_ => fault))]);

    /// <summary>Strikes requests of the target by chance, with one of the faults, which may themselves be drawn, such as a delay.</summary>
    public FaultScript AtRandom(int seed, double probability, RequestTarget target, IReadOnlyList<Func<Random, Fault>> faults) =>
        Add(new RandomRule(target, seed, probability, faults));

    /// <summary>Strikes every request of the target for so long, such as 503 while a partition moves to another server.</summary>
    public FaultScript During(TimeSpan span, RequestTarget target, Fault fault) => Add(new UntilRule(target, fault, _time.GetUtcNow() + span));

    /// <summary>No request reaches the account for so long; or none of one instance, if the target says so.</summary>
    public FaultScript Unreachable(TimeSpan span, Loss loss = Loss.Reset, RequestTarget? target = null) =>
        During(span, target ?? RequestTarget.Any, Fault.DropRequest(loss));

    /// <summary>
    /// Holds the instance: what it sends from now on is sent when it thaws, even if its caller has given up by then, and answers reach it then.
    /// What is already on its way lands.
    /// </summary>
    /// <param name="span">For how long; without it, until <see cref="Thaw"/>, or for good, as if it had been killed.</param>
    public void Freeze(string instance, TimeSpan? span = null) => _frozen.Freeze(instance, span);

    public void Thaw(string instance) => _frozen.Thaw(instance);

    /// <summary>No more faults, except that frozen instances stay so.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rules = [];
        }
    }

    internal Task WhileFrozenAsync(string instance) => _frozen.WhileFrozenAsync(instance);

    internal Fault Draw(RequestFacts facts)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            foreach (var rule in _rules)
            {
                if (rule.Draw(facts, now) is { } fault)
                {
                    _struck[fault.Name] = _struck.GetValueOrDefault(fault.Name) + 1;
                    return fault;
                }
            }

            return Fault.None;
        }
    }

    private FaultScript Add(FaultRule rule)
    {
        lock (_lock)
        {
            _rules = _rules.Add(rule);
        }

        return this;
    }
}
