using System.Diagnostics;
using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.Store.AzureTables;
using CloudOrchestrator.Store.Simulation.Worlds;
using CloudOrchestrator.Store.Sqlite;
using CloudOrchestrator.Store.Trees;
using Xunit;

namespace CloudOrchestrator.Store.Simulation.Tests.RealThreads;

/// <summary>What sixteen clients and six watchers of real engines were told is checked for linearizability per key, refusals and lists too, and for
/// the order of changes. Longer runs: the environment variable HISTORY_SECONDS.</summary>
public sealed class ThreadedHistoryTests
{
    private const int Clients = 16;
    private const int Watchers = 6;
    private const int PauseMillisecondsMax = 3;
    private const double StaySecondsMax = 1;
    private const double FaultShare = 0.05;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable("HISTORY_SECONDS") ?? "5", System.Globalization.CultureInfo.InvariantCulture));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_SixteenWritersOnAFile_BreaksNoInvariant()
    {
        var folder = Directory.CreateTempSubdirectory("store-history-");
        await using (var world = new RealWorld())
        {
            world.Start(services => services.AddSqliteLog(new SqliteOptions { Path = Path.Combine(folder.FullName, "store.db") }));
            await RunAsync(world, Seed(), () => { });
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Run_ThreeInstancesOnOneAccountWithFaults_BreaksNoInvariant()
    {
        var seed = Seed();
        var storage = new FakeStorage(TimeProvider.System, new FakeStorageOptions
        {
            Latency = StorageLatency.Typical,
            Limits = new StorageLimits { PartitionEntitiesPerSecond = 0, AccountRequestsPerSecond = 0 },
        });
        AzureTablesOptions Options(string instance) => new() { ConnectionString = storage.ConnectionString, Transport = storage.CreateTransport(instance) };
        await AzureTablesServices.PrepareAsync(Options("prepare"), TimeProvider.System, Token);
        storage.Faults
            .AtRandom(
                seed, FaultShare, RequestTarget.Of(RequestKind.Batch),
                Fault.DropRequest(), Fault.DropAnswer(), Fault.Duplicate(), Fault.Duplicate(answersSecond: true), Fault.LandLate(TimeSpan.FromMilliseconds(200)),
                Fault.Answer(StorageError.ServerBusy), Fault.Answer(StorageError.InternalError), Fault.InnerAnswer(StorageError.ServerBusy, 1), Fault.InnerAnswer(StorageError.OperationTimedOut, 0, lands: true))
            .AtRandom(seed + 1, FaultShare, RequestTarget.Of(RequestKind.QueryEntities), Fault.ShortPage(), Fault.ShortPage(1), Fault.DropAnswer(), Fault.Answer(StorageError.ServerBusy));
        await using var world = new RealWorld();
        foreach (var instance in new[] { "one", "two", "three" })
        {
            world.Start(services => services.AddAzureTablesLog(Options(instance)));
        }

        await RunAsync(world, seed, () => storage.Faults.Clear());
    }

    private static int Seed()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        return seed;
    }

    private static async Task RunAsync(RealWorld world, int seed, Action calm)
    {
        var random = new Random(seed);
        var started = Stopwatch.StartNew();
        var isOver = false;
        var clients = Enumerable.Range(0, Clients).Select(number => new Client($"c{number}", world, new Random(random.Next()), PauseMillisecondsMax)).ToList();
        var watchers = Enumerable.Range(0, Watchers).Select(number => new Watcher($"w{number}", world, new Random(random.Next()), StaySecondsMax)).ToList();
        var asking = clients.Select(client => Task.Run(() => client.RunAsync(() => started.Elapsed < Span), Token)).ToList();
        var watching = watchers.Select(watcher => Task.Run(() => watcher.RunAsync(() => !Volatile.Read(ref isOver)), Token)).ToList();
        await Task.WhenAll(asking).WaitAsync(Span + Patience, Token);
        calm();

        var states = await Task.WhenAll(world.Copies.Select(async copy => (CollectionRoot)await copy.ReadCurrentAsync(Token)));
        Assert.All(states, state => Assert.Equal((states[0].Revision, states[0].Digest), (state.Revision, state.Digest)));
        var slow = Stopwatch.StartNew();
        while (watchers.Any(watcher => watcher.Proven < states[0].Revision))
        {
            Assert.True(slow.Elapsed < Patience, $"a watcher did not get to revision {states[0].Revision}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), Token);
        }

        Volatile.Write(ref isOver, true);
        await Task.WhenAll(watching).WaitAsync(Patience, Token);
        Assert.Empty(world.History.Judge(await world.ChangesAsync()));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{states[0].Revision} changes, {world.History.Answers} answers, {clients.Sum(client => client.Lost)} lost, {world.History.Sightings} sightings");
        Assert.NotEqual(0, world.History.Sightings);
    }
}
