using System.Globalization;
using System.Runtime.InteropServices;

namespace CloudOrchestrator.Agent.Nodes;

/// <summary>What the machine says of itself.</summary>
internal static class MachineFacts
{
    public static int Processors => Environment.ProcessorCount;

    public static string Architecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        var other => other.ToString().ToLowerInvariant(),
    };

    public static string MachineId => ReadLine("/etc/machine-id");

    public static string BootId => ReadLine("/proc/sys/kernel/random/boot_id");

    public static string SystemUuid => ReadLine("/sys/class/dmi/id/product_uuid") is { Length: > 0 } uuid ? uuid : MachineId;

    public static string Kernel => ReadLine("/proc/sys/kernel/osrelease");

    public static string OperatingSystem =>
        Lines("/etc/os-release").FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))?["PRETTY_NAME=".Length..].Trim('"') ?? "Linux";

    public static long MemoryBytes => MemoryLine("MemTotal:");

    public static long MemoryAvailableBytes => MemoryLine("MemAvailable:");

    /// <summary>Size and free bytes of the file system that a folder is on.</summary>
    public static (long Size, long Free) Disk(string folder)
    {
        try
        {
            var drive = new DriveInfo(folder);
            return (drive.TotalSize, drive.AvailableFreeSpace);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (0, 0);
        }
    }

    public static (long Max, long Used) Processes()
    {
        var max = long.TryParse(ReadLine("/proc/sys/kernel/pid_max"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
        var load = ReadLine("/proc/loadavg").Split(' ');
        var used = load.Length > 3 && load[3].Split('/') is [_, var all] && long.TryParse(all, NumberStyles.None, CultureInfo.InvariantCulture, out var tasks) ? tasks : 0;
        return (max, used);
    }

    private static long MemoryLine(string name)
    {
        const int Kibibyte = 1024;
        var line = Lines("/proc/meminfo").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is not null && long.TryParse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes)
            ? kibibytes * Kibibyte
            : 0;
    }

    private static string ReadLine(string path) => Lines(path).FirstOrDefault()?.Trim() ?? "";

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
