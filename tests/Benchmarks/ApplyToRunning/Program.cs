using CloudOrchestrator.ApplyToRunning;

// Measures a cluster that ./up starts: start, apply to Running, idle cost, creates and gets a second.
// dotnet run -c Release --project tests/Benchmarks/ApplyToRunning [-- RUNS [SECONDS]]; 0 runs measure the control plane alone
var runs = args.Length > 0 ? int.Parse(args[0], null) : 50;
var seconds = args.Length > 1 ? int.Parse(args[1], null) : 5;
var folder = Directory.CreateTempSubdirectory("benchmark-").FullName;
try
{
    if (runs > 0)
    {
        await MeasureNodeAsync();
    }

    await using (var cluster = await BenchmarkCluster.StartAsync(folder, nodes: 0))
    {
        Console.WriteLine($"start, existing data, control plane alone: {cluster.StartTime.TotalSeconds:0.00} s");
        await Throughput.MeasureAsync(cluster, folder, TimeSpan.FromSeconds(seconds));
        await IdleCost.MeasureAsync(cluster, TimeSpan.FromSeconds(30));
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

async Task MeasureNodeAsync()
{
    await using (var cluster = await BenchmarkCluster.StartAsync(folder, nodes: 1))
    {
        Console.WriteLine($"start, new data, control plane and node: {cluster.StartTime.TotalSeconds:0.00} s");
        await ApplyLatency.MeasureAsync(cluster, runs);
        await IdleCost.MeasureAsync(cluster, TimeSpan.FromSeconds(30));
    }

    await using (var cluster = await BenchmarkCluster.StartAsync(folder, nodes: 1))
    {
        Console.WriteLine($"start, existing data, control plane and node: {cluster.StartTime.TotalSeconds:0.00} s");
    }
}
