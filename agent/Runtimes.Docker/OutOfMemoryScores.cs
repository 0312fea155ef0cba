using System.Globalization;

namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>How soon the kernel picks a process when memory runs out.</summary>
internal static class OutOfMemoryScores
{
    /// <summary>The capability to make a process less likely to be picked: CAP_SYS_RESOURCE.</summary>
    private const int ResourceCapability = 24;

    private static readonly bool MayLower = HasCapability();

    /// <summary>The score, or 0 where it is negative and this machine does not let anybody go below it: a container with such a score would not start.</summary>
    public static long Allowed(long score) => MayLower ? score : Math.Max(score, 0);

    private static bool HasCapability()
    {
        const string prefix = "CapEff:";
        try
        {
            var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal));
            return line is not null
                && ulong.TryParse(line[prefix.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var capabilities)
                && (capabilities >> ResourceCapability & 1) == 1;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
