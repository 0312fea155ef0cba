using System.Text;
using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.Simulation.Histories;
using CloudOrchestrator.Store.Simulation.Time;

namespace CloudOrchestrator.Store.Simulation.Worlds;

/// <summary>One storage account, the instances that share it, and who uses them.</summary>
internal sealed class World : IWorld
{
    /// <summary>The one instance that nothing happens to: it reads the log for the judge.</summary>
    public const string Observer = "observer";

    private const int Instances = 3;
    private const int SkewSecondsMax = 120;

    /// <summary>How many of the last changes are looked at after each tick; all are at the end.</summary>
    private const int TickedMax = 5000;

    private readonly Random _random;
    private readonly List<Instance> _living = [];
    private readonly Dictionary<string, DateTimeOffset> _frozenUntil = [];
    private readonly Instance _observer;
    private readonly List<LoggedChange> _log = [];
    private long _observed;
    private int _started;

    public World(int seed)
    {
        _random = new Random(seed);
        Storage = new FakeStorage(Time, new FakeStorageOptions { Latency = StorageLatency.Typical });
        Publications = new Publications(this, new Random(unchecked(seed * 17)));
        _observer = new Instance(Observer, Storage, Time, TimeSpan.Zero, Publications.Of(Observer));
    }

    public SimulatedTime Time { get; } = new();

    TimeProvider IWorld.Time => Time;

    public FakeStorage Storage { get; }

    public Publications Publications { get; }

    public History History { get; } = new();

    public IReadOnlyList<LoggedChange> Log => _log;

    /// <summary>The instances that are neither dead nor frozen.</summary>
    public IReadOnlyList<Instance> Awake => [.. _living.Where(instance => !_frozenUntil.TryGetValue(instance.Name, out var until) || until <= Time.GetUtcNow())];

    public static Document Document(string value) => new(Encoding.UTF8.GetBytes(value), -1);

    public static string? ValueOf(StoredObject? item) => item is null ? null : Encoding.UTF8.GetString(item.Document.Bytes.Span);

    public IDocumentCollection AnyDocuments(Random random) => AnyInstance(random).Documents;

    public async Task PrepareAsync()
    {
        await Instance.PrepareAsync(Storage, Time);
        for (var count = 0; count < Instances; count++)
        {
            Start();
        }
    }

    public void Start()
    {
        var skew = TimeSpan.FromSeconds(((_random.NextDouble() * 2) - 1) * SkewSecondsMax);
        _living.Add(new Instance($"i{_started}", Storage, Time, skew, Publications.Of($"i{_started}")));
        _started++;
    }

    /// <summary>Nothing of it is heard of again, except what is on its way.</summary>
    public void Kill(Instance instance)
    {
        if (!_living.Remove(instance))
        {
            return;
        }

        if (!_frozenUntil.ContainsKey(instance.Name))
        {
            Storage.Faults.Freeze(instance.Name);
        }
    }

    public void Freeze(Instance instance, TimeSpan span)
    {
        // One that is asleep sleeps on; the last one awake stays so.
        if (Awake.Contains(instance) && Awake.Count > 1)
        {
            _frozenUntil[instance.Name] = Time.GetUtcNow() + span;
            Storage.Faults.Freeze(instance.Name, span);
        }
    }

    /// <summary>Ends once an instance is not frozen; never for one that is dead.</summary>
    public async Task AwakeAsync(string name)
    {
        while (_living.Any(instance => instance.Name == name) && _frozenUntil.TryGetValue(name, out var until) && until > Time.GetUtcNow())
        {
            await Task.Delay(until - Time.GetUtcNow(), Time);
        }

        if (!_living.Any(instance => instance.Name == name))
        {
            await new TaskCompletionSource().Task;
        }
    }

    /// <summary>The platform's timer: some instance publishes what nobody has. One that says it is done has left out nothing that was there when it began.</summary>
    public async Task TickAsync(Random random)
    {
        await ObserveAsync();
        var before = _log.Count;
        try
        {
            await AnyInstance(random).TickAsync();
        }
        catch (StoreException)
        {
            return;
        }

        var first = Math.Max(0, before - TickedMax);
        foreach (var change in _log.Skip(first).Take(before - first).Where(change => !Publications.Has(change.Revision)))
        {
            History.Fault($"revision {change.Revision} was there before a tick, and nobody has published it");
        }
    }

    /// <summary>Some living instance, frozen or not: a client does not know.</summary>
    public Instance AnyInstance(Random random) => _living[random.Next(_living.Count)];

    /// <summary>Reads what the log has got since, past all faults.</summary>
    public async Task ObserveAsync()
    {
        var tail = await _observer.TailAsync(_observed);
        foreach (var row in tail.Rows)
        {
            if (row.FirstRevision != _observed + 1)
            {
                History.Fault($"the log goes from revision {_observed} to {row.FirstRevision}");
            }

            var revision = row.FirstRevision;
            foreach (var change in ChangeEncoding.Decode(row.Payload).Changes)
            {
                _log.Add(new LoggedChange(revision++, change.Key, change.Deletes ? null : Encoding.UTF8.GetString(change.Document.Bytes.Span)));
            }

            _observed = row.LastRevision;
        }
    }
}
