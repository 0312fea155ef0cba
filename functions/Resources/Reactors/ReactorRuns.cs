using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Runs the reactors of a process that may be gone at any moment: what its own commits and news from outside concern, and nothing else.</summary>
/// <remarks>It holds no feed and asks the store for nothing by itself, so that a process that has nothing to do costs nothing.</remarks>
internal sealed class ReactorRuns(IServiceProvider services, IReminders reminders, TimeProvider time, ILogger<ReactorRuns> logger) : BackgroundService, IReactorRuns
{
    /// <summary>How often a key that fails is run before whoever waits is told: with the back-off of the queue 0.6 s. One that has failed as often
    /// before is run once, since it comes again only after a while.</summary>
    private const int AttemptsMax = 6;

    private readonly string _instance = Guid.NewGuid().ToString("N");
    private Dictionary<string, ReactorLoop>? _loops;
    private long _commits;

    /// <summary>Names this process to others; another at every start.</summary>
    public string Instance => _instance;

    /// <summary>The reactors come from the services only when they are first needed: they lean on the store, which tells this class of its commits.</summary>
    private Dictionary<string, ReactorLoop> Loops => LazyInitializer.EnsureInitialized(ref _loops, () =>
        services.GetServices<IReactor>().ToDictionary(reactor => reactor.Name, reactor => new ReactorLoop(reactor, reminders, () => Volatile.Read(ref _commits), time, logger), StringComparer.Ordinal));

    /// <summary>The reactors by name.</summary>
    public IEnumerable<IReactor> Reactors => Loops.Values.Select(loop => loop.Reactor);

    /// <summary>Reacts to a commit of this process. Waits for nothing.</summary>
    /// <param name="wakes">Whom it concerns.</param>
    /// <param name="sequence">Its place among the process's commits.</param>
    public void Committed(IEnumerable<Wake> wakes, long sequence)
    {
        for (var seen = Volatile.Read(ref _commits); seen < sequence; seen = Volatile.Read(ref _commits))
        {
            Interlocked.CompareExchange(ref _commits, sequence, seen);
        }

        foreach (var wake in wakes)
        {
            Loops[wake.Reactor].Queue.Add(wake.Key);
        }
    }

    public async Task<RunReport> RunAsync(IReadOnlyCollection<Wake> wakes, NoticeOrigin? origin, CancellationToken cancellationToken)
    {
        var since = origin is { Sequence: > 0 } && origin.Instance == _instance ? origin.Sequence : WorkQueue.NewRun;
        var known = wakes.Distinct().Where(wake => Loops.ContainsKey(wake.Reactor)).ToList();
        var ends = await Task.WhenAll(known.Select(wake => RunAsync(wake, since))).WaitAsync(cancellationToken).ConfigureAwait(false);
        var failures = known.Zip(ends).Where(end => end.Second?.Failure is not null).ToLookup(
            end => end.Second!.Failure!.IsForGood, end => new KeyFailure(end.First, end.Second!.Failure!.Reason));
        return new RunReport(
            ends.Count(run => run is not null),
            ends.Sum(run => run?.Writes ?? 0),
            wakes.Where(wake => !Loops.ContainsKey(wake.Reactor)).Distinct().Count(),
            [.. failures[false]],
            [.. failures[true]]);
    }

    public async ValueTask<IReadOnlyCollection<Wake>> AllAsync(ReactorGroup group, CancellationToken cancellationToken)
    {
        var keys = await Task.WhenAll(Reactors.Where(reactor => reactor.Group == group).Select(async reactor =>
            (await reactor.KeysAsync(cancellationToken).ConfigureAwait(false)).Select(key => new Wake(reactor.Name, key)))).ConfigureAwait(false);
        return [.. keys.SelectMany(wakes => wakes)];
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Loops.Values.Select(loop => loop.RunAsync(stoppingToken)));

    /// <summary>The run of a key that counts; null where one was over already. Its writes are those of all attempts.</summary>
    private async Task<KeyRun?> RunAsync(Wake wake, long since)
    {
        var queue = Loops[wake.Reactor].Queue;
        if (queue.RunAsync(wake.Key, since) is not { } running)
        {
            return null;
        }

        var run = await running.ConfigureAwait(false);
        for (var attempts = 1; run.Failure is { IsForGood: false } && attempts < AttemptsMax && queue.RetryAsync(wake.Key, AttemptsMax) is { } retrying; attempts++)
        {
            var next = await retrying.ConfigureAwait(false);
            run = next with { Writes = run.Writes + next.Writes };
        }

        return run;
    }
}
