using System.Globalization;

namespace CloudOrchestrator.SingleMachine.Running;

/// <summary>What the kernel says of a process, from /proc.</summary>
internal static class ProcessFigures
{
    /// <summary>The kernel's unit of CPU time in /proc: 100 a second on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>User and system time since its start, in seconds, to 10 ms.</summary>
    public static double CpuSeconds(int id)
    {
        var text = File.ReadAllText($"/proc/{id}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
    }

    public static double ResidentMegabytes(int id) =>
        Number(File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
