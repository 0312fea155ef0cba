using CloudOrchestrator.SingleMachine.Running;

namespace CloudOrchestrator.SingleMachine.Applying;

/// <summary>Memory and CPU of the processes while nothing happens.</summary>
internal static class IdleCost
{
    public static async Task MeasureAsync(BenchmarkCluster cluster, TimeSpan time)
    {
        var processes = cluster.Processes.ToList();
        var before = processes.ConvertAll(process => ProcessFigures.CpuSeconds(process.Id));
        await Task.Delay(time);
        for (var index = 0; index < processes.Count; index++)
        {
            var (name, id) = processes[index];
            var cpu = (ProcessFigures.CpuSeconds(id) - before[index]) * 60 / time.TotalSeconds;
            Console.WriteLine($"idle {name}: {ProcessFigures.ResidentMegabytes(id):0} MB resident, {cpu:0.00} s of CPU a minute");
        }
    }
}
