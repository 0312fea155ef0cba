using System.Text;
using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.Simulation.Histories;
using CloudOrchestrator.Store.Simulation.Time;

namespace CloudOrchestrator.Store.Simulation.Worlds;

/// <summary>One storage account, the instances that share it, and who uses them.</summary>
internal sealed class World
{
    /// <summary>The one instance that nothing happens to: it reads the log for the judge.</summary>
    public const string Observer = "observer";

    private const int Instances = 3;
    private const int SkewSecondsMax = 120;

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
        _observer = new Instance(Observer, Storage, Time, TimeSpan.Zero);
    }

    public SimulatedTime Time { get; } = new();

    public FakeStorage Storage { get; }

    public History History { get; } = new();

    public IReadOnlyList<LoggedChange> Log => _log;

    /// <summary>The instances that are neither dead nor frozen.</summary>
    public IReadOnlyList<Instance> Awake => [.. _living.Where(instance => !_frozenUntil.TryGetValue(instance.Name, out var until) || until <= Time.GetUtcNow())];

    public static Document Document(string value) => new(Encoding.UTF8.GetBytes(value), -1);

    public static string? ValueOf(StoredObject? item) => item is null ? null : Encoding.UTF8.GetString(item.Document.Bytes.Span);

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
        _living.Add(new Instance($"i{_started++}", Storage, Time, skew));
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
