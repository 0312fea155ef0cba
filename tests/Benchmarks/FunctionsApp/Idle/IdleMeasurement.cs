using CloudOrchestrator.FunctionsApp.Nodes;
using CloudOrchestrator.FunctionsApp.Running;

namespace CloudOrchestrator.FunctionsApp.Idle;

/// <summary>What a cluster in which nothing happens costs: HTTP scales to zero, nodes beat, the tick ticks.</summary>
internal static class IdleMeasurement
{
    /// <summary>From the nodes' coming until all is quiet.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);

    /// <summary>How often the counts so far are said.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(5);

    /// <param name="app">The published folder.</param>
    /// <param name="count">How many nodes.</param>
    /// <param name="time">For how long. Each node's hourly list and status, and the tick's hourly duties, fall into a whole hour once.</param>
    public static async Task RunAsync(string app, int count, TimeSpan time)
    {
        await using var cloud = await BenchmarkCloud.StartAsync(app, alwaysReady: 0, TimeSpan.FromSeconds(30));
        await using var nodes = await SimulatedNodes.StartAsync(cloud, count, TimeSpan.FromHours(1));
        await Task.Delay(Settling);
        Figures.Say($"{count} nodes, before the measured time (their coming, and a tick with all its duties):");
        Console.Write(cloud.Take().Describe());
        var before = cloud.Take();
        for (var left = time; left > TimeSpan.Zero; left -= Between)
        {
            await Task.Delay(left < Between ? left : Between);
            var spent = cloud.Take() - before;
            Figures.Say($"{count} nodes, {spent.Time.TotalMinutes:0.0} minutes:");
            Console.Write(spent.Describe());
            Console.Write(spent.DescribeMonth());
        }
    }
}
