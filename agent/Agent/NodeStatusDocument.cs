using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Runtimes;

namespace CloudOrchestrator.Agent;

/// <summary>A node's status, conditions apart. Pure but for the machine's own ids.</summary>
internal static class NodeStatusDocument
{
    private const int PodsMax = 110;

    /// <summary>The Kubernetes release that the agent goes with.</summary>
    private const string Version = "v1.37.0+cloudorchestrator";

    public static JsonObject Of(RuntimeDescription machine, AgentOptions options, int nodeApiPort)
    {
        var capacity = new JsonObject
        {
            ["cpu"] = machine.Processors.ToString(CultureInfo.InvariantCulture),
            ["memory"] = $"{machine.MemoryBytes / 1024}Ki",
            ["pods"] = PodsMax.ToString(CultureInfo.InvariantCulture),
            ["ephemeral-storage"] = $"{StorageBytes(machine.StoragePath) / 1024}Ki",
        };
        return new JsonObject
        {
            ["capacity"] = capacity,
            ["allocatable"] = capacity.DeepClone(),
            ["addresses"] = new JsonArray(
                new JsonObject { ["type"] = "InternalIP", ["address"] = options.NodeApi.Address.ToString() },
                new JsonObject { ["type"] = "Hostname", ["address"] = options.NodeName }),
            ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = nodeApiPort } },
            ["nodeInfo"] = new JsonObject
            {
                ["machineID"] = Line("/etc/machine-id"),
                ["systemUUID"] = Line("/sys/class/dmi/id/product_uuid"),
                ["bootID"] = Line("/proc/sys/kernel/random/boot_id"),
                ["kernelVersion"] = machine.KernelVersion,
                ["osImage"] = machine.OperatingSystem,
                ["containerRuntimeVersion"] = $"{machine.Name}://{machine.Version}",
                ["kubeletVersion"] = Version,
                ["kubeProxyVersion"] = "",
                ["operatingSystem"] = "linux",
                ["architecture"] = machine.Architecture,
            },
        };
    }

    /// <summary>The disk's size where the engine keeps its files; of the root where that cannot be seen.</summary>
    private static long StorageBytes(string path)
    {
        try
        {
            return new DriveInfo(Directory.Exists(path) ? path : "/").TotalSize;
        }
        catch (IOException)
        {
            return new DriveInfo("/").TotalSize;
        }
    }

    private static string Line(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
