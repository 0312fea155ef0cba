namespace CloudOrchestrator.ApplyToRunning;

/// <summary>Memory and CPU of the processes while nothing happens.</summary>
internal static class IdleCost
{
    /// <summary>The kernel's unit of CPU time in /proc: 100 a second on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    public static async Task MeasureAsync(BenchmarkCluster cluster, TimeSpan time)
    {
        var processes = cluster.Processes.ToList();
        var before = processes.ConvertAll(process => CpuSeconds(process.Id));
        await Task.Delay(time);
        for (var index = 0; index < processes.Count; index++)
        {
            var (name, id) = processes[index];
            var cpu = (CpuSeconds(id) - before[index]) * 60 / time.TotalSeconds;
            Console.WriteLine($"idle {name}: {ResidentMegabytes(id):0} MB resident, {cpu:0.00} s of CPU a minute");
        }
    }

    private static double CpuSeconds(int id)
    {
        var text = File.ReadAllText($"/proc/{id}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], null) + double.Parse(fields[12], null)) / TicksPerSecond;
    }

    private static double ResidentMegabytes(int id) =>
        double.Parse(File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], null) / 1024;
}
