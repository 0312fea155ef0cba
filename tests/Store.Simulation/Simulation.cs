using CloudOrchestrator.Store.Simulation.Histories;
using CloudOrchestrator.Store.Simulation.Time;
using CloudOrchestrator.Store.Simulation.Worlds;

namespace CloudOrchestrator.Store.Simulation;

/// <summary>Hours of three instances, sixteen clients, six watchers and every fault, drawn from a seed, on one thread.</summary>
internal sealed class Simulation(int seed, TimeSpan span)
{
    private const int Clients = 16;
    private const int Watchers = 6;

    /// <summary>Time for all to come to rest once nothing goes wrong any more; longer than any instance is frozen.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(70);

    private readonly World _world = new(seed);
    private readonly Random _random = new(unchecked(seed * 31));

    /// <summary>Runs it. Answers everything that was wrong.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        await RestAsync(_world.PrepareAsync());
        var start = _world.Time.GetUtcNow();
        var stormEnds = start + span;
        bool IsStormy() => _world.Time.GetUtcNow() < stormEnds;
        var isOver = false;
        var clients = Enumerable.Range(0, Clients).Select(number => new Client($"c{number}", _world, new Random(_random.Next()))).ToList();
        var watchers = Enumerable.Range(0, Watchers).Select(number => new Watcher($"w{number}", _world, new Random(_random.Next()))).ToList();
        List<Task> parts =
        [
            .. clients.Select(client => client.RunAsync(IsStormy)),
            .. watchers.Select(watcher => watcher.RunAsync(() => !isOver)),
            new Chaos(_world, new Random(_random.Next())).RunAsync(IsStormy),
            ObserveAsync(() => !isOver),
            TickAsync(() => !isOver),
        ];
        await MoveAsync(stormEnds + Calm, parts);
        await RestAsync(EndAsync());
        isOver = true;
        await MoveAsync(_world.Time.GetUtcNow() + Calm, parts);
        foreach (var part in parts.Where(part => part.IsFaulted))
        {
            _world.History.Fault($"a part failed: {part.Exception!.InnerException!.GetType().Name}: {part.Exception.InnerException.Message} {part.Exception.InnerException.StackTrace?.Split('\n')[0].Trim()}");
        }

        foreach (var watcher in watchers.Where(watcher => watcher.Proven < (_world.Log.Count == 0 ? 0 : _world.Log[^1].Revision)))
        {
            _world.History.Fault($"a watcher got to revision {watcher.Proven} and no further");
        }

        foreach (var change in _world.Log.Where(change => !_world.Publications.Has(change.Revision)))
        {
            _world.History.Fault($"revision {change.Revision} was never published");
        }

        Console.WriteLine($"seed {seed}: {span} simulated, {_world.Log.Count} changes, {_world.History.Answers} answers, {clients.Sum(client => client.Lost)} lost, "
            + $"{_world.History.Sightings} sightings, {_world.Publications.Repeated} published again; faults: {string.Join(", ", _world.Storage.Faults.Struck.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"))}");
        return _world.History.Judge(_world.Log);
    }

    /// <summary>In calm weather every instance answers, and all the same.</summary>
    private async Task EndAsync()
    {
        string? all = null;
        foreach (var instance in _world.Awake)
        {
            var state = await instance.Documents.ReadCurrentAsync(CancellationToken.None);
            var listing = $"revision {state.Revision}\n{History.Listing(state.Range("").Select(item => KeyValuePair.Create(item.Key, World.ValueOf(item)!)))}";
            all ??= listing;
            if (listing != all)
            {
                _world.History.Fault($"{instance.Name} holds {listing}, another {all}");
            }
        }

        await _world.ObserveAsync();
    }

    private async Task ObserveAsync(Func<bool> goesOn)
    {
        while (goesOn())
        {
            await _world.ObserveAsync();
            await Task.Delay(TimeSpan.FromSeconds(10), _world.Time);
        }
    }

    /// <summary>Once a minute. A tick that hangs, since its instance is frozen, does not hold up the next.</summary>
    private async Task TickAsync(Func<bool> goesOn)
    {
        var ticks = new List<Task>();
        var random = new Random(_random.Next());
        while (goesOn())
        {
            ticks.Add(_world.TickAsync(random));
            await Task.Delay(TimeSpan.FromMinutes(1), _world.Time);
        }

        await Task.WhenAll(ticks.Where(tick => tick.IsCompleted));
    }

    /// <summary>Moves the clock until a task is done.</summary>
    private async Task RestAsync(Task task)
    {
        await MoveAsync(DateTimeOffset.MaxValue, [task]);
        await task;
    }

    /// <summary>Moves the clock from timer to timer, each time all have come to rest, until an end or until all parts are done.</summary>
    private async Task MoveAsync(DateTimeOffset end, IReadOnlyList<Task> parts)
    {
        while (true)
        {
            do
            {
                await default(Rest);
            }
            while (!Rest.IsReached);

            if (parts.All(part => part.IsCompleted) || !_world.Time.MoveOn(end))
            {
                return;
            }
        }
    }
}
