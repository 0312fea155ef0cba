using System.Collections.Concurrent;
using System.Diagnostics;
using CloudOrchestrator.SingleMachine.Running;
using CloudOrchestrator.StoreAndEtcd;

namespace CloudOrchestrator.SingleMachine.Requests;

/// <summary>Requests for one pod.</summary>
internal static class ObjectMeasurement
{
    /// <summary>The namespace of the pods that are made; emptied after each measurement.</summary>
    public const string CreatedIn = "created";

    /// <summary>Connections that warm a server up.</summary>
    private const int Warming = 16;

    private static int _names;
    private static int _deleted;

    /// <summary>The first requests of each kind that a new process answers; what comes after them finds it warm.</summary>
    public static async Task WarmUpAsync(Peer server, Peer floor, TimeSpan time, AllocationCounter allocations)
    {
        await Load.MeasureFirstAsync(server, "create, first", Warming, time, CreateAsync, allocations);
        await DeleteAsync(server);
        await Load.MeasureFirstAsync(server, "get, first", Warming, time, GetAsync, allocations);
        await Load.MeasureFirstAsync(server, "status patch, first", Warming, time, PatchAsync, allocations);
        await Load.MeasureFirstAsync(floor, "create, first", Warming, time, CreateOnFloorAsync, null);
        await Load.MeasureFirstAsync(floor, "get, first", Warming, time, GetOnFloorAsync, null);
    }

    public static async Task MeasureAsync(Peer server, Peer floor, EtcdPeer etcd, int connections, TimeSpan time, AllocationCounter allocations)
    {
        await Load.MeasureAsync(server, "create", connections, time, CreateAsync, allocations);
        await DeleteAsync(server);
        await Load.MeasureAsync(floor, "create", connections, time, CreateOnFloorAsync, null);
        var value = await PodDocuments.Pod("p", 0, scheduled: false).ReadAsByteArrayAsync();
        await EtcdAsync("put", connections, time, number => etcd.PutAsync($"pods/{connections}/{number}", value));
        await Load.MeasureAsync(server, "get", connections, time, GetAsync, allocations);
        await Load.MeasureAsync(floor, "get", connections, time, GetOnFloorAsync, null);
        await EtcdAsync("get", connections, time, async number => await etcd.GetAsync($"pods/{connections}/{number % 100}"));
        await Load.MeasureAsync(server, "status patch", connections, time, PatchAsync, allocations);
    }

    /// <summary>All that were made, in one request.</summary>
    private static async Task DeleteAsync(Peer server)
    {
        using var client = server.Connect();
        var count = _names - _deleted;
        var (clock, cpu) = (Stopwatch.StartNew(), ProcessFigures.CpuSeconds(server.Process));
        await Load.TakeAsync(client.DeleteAsync($"/api/v1/namespaces/{CreatedIn}/pods"));
        Figures.Say($"| deletecollection of {count}, 1 | {server.Name} | {count / clock.Elapsed.TotalSeconds:0} pods | | {(ProcessFigures.CpuSeconds(server.Process) - cpu) * 1000 / count:0.000} a pod | |");
        _deleted = _names;
    }

    private static string Path(int number) => $"/api/v1/namespaces/{PodDocuments.NamespaceOf(number)}/pods/pod-{number % PodDocuments.Listed}";

    private static Task GetAsync(HttpClient client, int number) => Load.TakeAsync(client.GetAsync(Path(number)));

    private static Task PatchAsync(HttpClient client, int number) => Load.TakeAsync(client.PatchAsync($"{Path(number)}/status", PodDocuments.Status(number)));

    private static Task GetOnFloorAsync(HttpClient client, int number) => Load.TakeAsync(client.GetAsync("/pod"));

    private static Task CreateOnFloorAsync(HttpClient client, int number) => Load.TakeAsync(client.PostAsync("/pod", PodDocuments.Pod("p", number, scheduled: false)));

    private static Task CreateAsync(HttpClient client, int number)
    {
        var name = $"new-{Interlocked.Increment(ref _names)}";
        return Load.TakeAsync(client.PostAsync($"/api/v1/namespaces/{CreatedIn}/pods", PodDocuments.Pod(name, number, scheduled: false)));
    }

    /// <summary>The same figures of etcd, over one gRPC connection as a Kubernetes API server has.</summary>
    public static async Task EtcdAsync(string what, int writers, TimeSpan time, Func<int, Task> send)
    {
        var (times, clock, number) = (new ConcurrentBag<double>(), Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < time)
            {
                var started = Stopwatch.GetTimestamp();
                await send(Interlocked.Increment(ref number) - 1);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        })));
        Figures.Say($"| {what}, {writers} | etcd | {times.Count / clock.Elapsed.TotalSeconds:0} | {Figures.Percentile(times, 50):0.00} / {Figures.Percentile(times, 99):0.00} | | |");
    }
}
