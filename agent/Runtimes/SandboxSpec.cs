namespace CloudOrchestrator.Runtimes;

/// <summary>The part of a pod that its containers share: network, IPC and host name.</summary>
public sealed record SandboxSpec
{
    /// <summary>The pod.</summary>
    public required PodIdentity Pod { get; init; }

    /// <summary>How many sandboxes the pod had before this one.</summary>
    public required int Attempt { get; init; }

    /// <summary>The host name inside the pod.</summary>
    public required string Hostname { get; init; }

    /// <summary>The domain inside the pod, or empty.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The pod uses the machine's network.</summary>
    public bool HostNetwork { get; init; }

    /// <summary>The pod sees the machine's processes.</summary>
    public bool HostPid { get; init; }

    /// <summary>The pod uses the machine's IPC.</summary>
    public bool HostIpc { get; init; }

    /// <summary>Ports of the machine that lead into the pod.</summary>
    public IReadOnlyList<PortMapping> Ports { get; init; } = [];

    /// <summary>Name servers; empty means the machine's.</summary>
    public IReadOnlyList<string> NameServers { get; init; } = [];

    /// <summary>Domains in which short names are looked up; empty means the machine's.</summary>
    public IReadOnlyList<string> SearchDomains { get; init; } = [];

    /// <summary>Options of the resolver.</summary>
    public IReadOnlyList<string> ResolverOptions { get; init; } = [];

    /// <summary>More lines of the hosts file: host name and address.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Hosts { get; init; } = [];

    /// <summary>Kernel settings of the pod's namespaces.</summary>
    public IReadOnlyDictionary<string, string> Sysctls { get; init; } = new Dictionary<string, string>();
}
