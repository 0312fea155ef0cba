using System.Globalization;
using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Agent.Nodes;

/// <summary>The node as the API shall have it.</summary>
internal sealed class NodeObject(string name, string address, string dataFolder)
{
    private const string Version = "v1.37.0+cloudorchestrator";

    /// <summary>Pods the node takes.</summary>
    private const int PodsMax = 110;

    /// <summary>Images named in the status.</summary>
    private const int ImagesMax = 50;

    private readonly long _memoryBytes = MachineFacts.MemoryBytes;

    public Dictionary<string, string> Labels => new()
    {
        ["kubernetes.io/hostname"] = name,
        ["kubernetes.io/os"] = "linux",
        ["kubernetes.io/arch"] = MachineFacts.Architecture,
        ["beta.kubernetes.io/os"] = "linux",
        ["beta.kubernetes.io/arch"] = MachineFacts.Architecture,
    };

    public V1Node Fresh() => new()
    {
        ApiVersion = "v1",
        Kind = "Node",
        Metadata = new V1ObjectMeta { Name = name, Labels = Labels },
        Spec = new V1NodeSpec(),
    };

    public V1NodeStatus Status(V1NodeStatus? known, RuntimeDescription? engine, IReadOnlyList<ImageState> images, string? engineProblem, int port, DateTime now)
    {
        var amounts = Amounts();
        return new V1NodeStatus
        {
            Capacity = amounts,
            Allocatable = amounts,
            Addresses = [new V1NodeAddress { Type = "InternalIP", Address = address }, new V1NodeAddress { Type = "Hostname", Address = name }],
            DaemonEndpoints = new V1NodeDaemonEndpoints { KubeletEndpoint = new V1DaemonEndpoint { Port = port } },
            NodeInfo = new V1NodeSystemInfo
            {
                Architecture = MachineFacts.Architecture,
                BootID = MachineFacts.BootId,
                ContainerRuntimeVersion = engine is null ? known?.NodeInfo?.ContainerRuntimeVersion ?? "docker://unknown" : $"{engine.Name}://{engine.Version}",
                KernelVersion = MachineFacts.Kernel,
                KubeletVersion = Version,
                KubeProxyVersion = "",
                MachineID = MachineFacts.MachineId,
                OperatingSystem = "linux",
                OsImage = MachineFacts.OperatingSystem,
                SystemUUID = MachineFacts.SystemUuid,
            },
            Images = engine is null ? known?.Images : [.. images.OrderByDescending(image => image.SizeBytes).Take(ImagesMax).Select(image => new V1ContainerImage { Names = [.. image.Names], SizeBytes = image.SizeBytes })],
            Conditions = NodeConditions.Of(known?.Conditions, engineProblem, dataFolder, now),
        };
    }

    private Dictionary<string, ResourceQuantity> Amounts()
    {
        const int Kibibyte = 1024;
        var amounts = new Dictionary<string, ResourceQuantity>
        {
            ["cpu"] = new(MachineFacts.Processors.ToString(CultureInfo.InvariantCulture)),
            ["memory"] = new(string.Create(CultureInfo.InvariantCulture, $"{_memoryBytes / Kibibyte}Ki")),
            ["pods"] = new(PodsMax.ToString(CultureInfo.InvariantCulture)),
        };
        if (MachineFacts.Disk(dataFolder).Size is > 0 and var size)
        {
            amounts["ephemeral-storage"] = new(string.Create(CultureInfo.InvariantCulture, $"{size / Kibibyte}Ki"));
        }

        return amounts;
    }
}
