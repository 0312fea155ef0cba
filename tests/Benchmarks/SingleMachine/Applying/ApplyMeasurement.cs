using CloudOrchestrator.SingleMachine.Running;

namespace CloudOrchestrator.SingleMachine.Applying;

/// <summary>Start, apply to Running, and what the processes cost while nothing happens.</summary>
internal static class ApplyMeasurement
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(int runs)
    {
        using var folder = new DataFolder();
        await using (var cluster = await BenchmarkCluster.StartAsync(folder.Path, nodes: 1))
        {
            Console.WriteLine($"start, new data, control plane and node: {cluster.StartTime.TotalSeconds:0.00} s");
            await ApplyLatency.MeasureAsync(cluster, runs);
            await IdleCost.MeasureAsync(cluster, IdleTime);
        }

        await using (var cluster = await BenchmarkCluster.StartAsync(folder.Path, nodes: 1))
        {
            Console.WriteLine($"start, existing data, control plane and node: {cluster.StartTime.TotalSeconds:0.00} s");
        }

        await using (var cluster = await BenchmarkCluster.StartAsync(folder.Path, nodes: 0))
        {
            Console.WriteLine($"start, existing data, control plane alone: {cluster.StartTime.TotalSeconds:0.00} s");
            await IdleCost.MeasureAsync(cluster, IdleTime);
        }
    }
}
