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

    private static int _names;
    private static int _deleted;

    public static async Task MeasureAsync(Peer server, Peer floor, EtcdPeer etcd, int connections, TimeSpan time, AllocationCounter allocations)
    {
        await Load.MeasureAsync(server, "create", connections, time, CreateAsync, allocations);
        await DeleteAsync(server);
        await Load.MeasureAsync(floor, "create", connections, time, static (client, number) => Load.TakeAsync(client.PostAsync("/pod", PodDocuments.Pod("p", number, scheduled: false))), null);
        var value = await PodDocuments.Pod("p", 0, scheduled: false).ReadAsByteArrayAsync();
        await EtcdAsync("put", connections, time, number => etcd.PutAsync($"pods/{connections}/{number}", value));
        await Load.MeasureAsync(server, "get", connections, time, static (client, number) => Load.TakeAsync(client.GetAsync(Path(number))), allocations);
        await Load.MeasureAsync(floor, "get", connections, time, static (client, _) => Load.TakeAsync(client.GetAsync("/pod")), null);
        await EtcdAsync("get", connections, time, async number => await etcd.GetAsync($"pods/{connections}/{number % 100}"));
        await Load.MeasureAsync(server, "status patch", connections, time, static (client, number) => Load.TakeAsync(client.PatchAsync($"{Path(number)}/status", PodDocuments.Status(number))), allocations);
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
