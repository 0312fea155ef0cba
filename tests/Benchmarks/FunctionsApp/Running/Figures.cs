using System.Globalization;

namespace CloudOrchestrator.FunctionsApp.Running;

/// <summary>Figures as they are printed.</summary>
internal static class Figures
{
    public static double Percentile(IReadOnlyCollection<double> values, double percent)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(percent / 100 * sorted.Count) - 1)];
    }

    /// <summary>Median and 99th percentile.</summary>
    public static string Describe(IReadOnlyCollection<double> milliseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"p50 {Percentile(milliseconds, 50):0.0} ms, p99 {Percentile(milliseconds, 99):0.0} ms, {milliseconds.Count} times");

    public static double ResidentMegabytes(int process) => Kibibytes($"/proc/{process}/status", "VmRSS:") / 1024;

    /// <summary>The most that a process has had.</summary>
    public static double PeakMegabytes(int process) => Kibibytes($"/proc/{process}/status", "VmHWM:") / 1024;

    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static double Kibibytes(string file, string field) =>
        double.Parse(File.ReadLines(file).First(line => line.StartsWith(field, StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
