using CloudOrchestrator.SingleMachine.Applying;
using CloudOrchestrator.SingleMachine.Running;

namespace CloudOrchestrator.SingleMachine.Requests;

/// <summary>
/// The API server of a control plane alone: every kind of request at 1, 16 and 64 connections, lists, watchers. Beside it in the same run a server that does nothing but answer
/// with as many bytes, and etcd, which a Kubernetes API server asks for each of these requests.
/// </summary>
internal static class RequestsMeasurement
{
    private static readonly int[] Connections = [1, 16, 64];

    /// <summary>How long each kind of request is sent before it is measured: until the runtime has compiled for good what it runs.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    /// <summary>Two in a row: in the first, what was done before still has its end, and the runtime compiles.</summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(TimeSpan time)
    {
        using var folder = new DataFolder();
        Figures.Say($"write and fdatasync of 8 KiB: {DiskFloor.SyncMilliseconds(folder.Path):0.00} ms");
        await using var cluster = await BenchmarkCluster.StartAsync(Path.Combine(folder.Path, "cluster"), nodes: 0);
        await IdleAsync(cluster);
        var server = new Peer("API server", cluster.Processes.Single().Id, cluster.ConnectHttp2);
        using var setUp = cluster.ConnectHttp2();
        var pod = await ListMeasurement.FillAsync(setUp);
        await using var floor = await FloorProcess.StartAsync(folder.Path, pod);
        await using var etcd = await StoreAndEtcd.EtcdPeer.StartAsync(folder.Path);
        using (var allocations = new AllocationCounter(server.Process))
        {
            Console.WriteLine("| request, connections | of | a second | p50 / p99 ms | server's CPU ms | allocated KiB |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
            await ObjectMeasurement.WarmUpAsync(server, floor.Peer, WarmUp, allocations);
            foreach (var connections in Connections)
            {
                await ObjectMeasurement.MeasureAsync(server, floor.Peer, etcd, connections, time, allocations);
            }

            await ListMeasurement.MeasureAsync(server, floor.Peer, etcd, time, allocations);
        }

        foreach (var (watchers, writes) in new[] { (100, 50), (1_000, 5) })
        {
            await WatchMeasurement.MeasureAsync(server, etcd, watchers, writes, time);
        }

        Figures.Say($"after the load: {ProcessFigures.ResidentMegabytes(server.Process):0} MB resident");
        await IdleAsync(cluster);
    }

    private static async Task IdleAsync(BenchmarkCluster cluster)
    {
        await IdleCost.MeasureAsync(cluster, IdleTime);
        await IdleCost.MeasureAsync(cluster, IdleTime);
    }
}
