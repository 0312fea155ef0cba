using k8s.Models;

namespace CloudOrchestrator.Scheduler;

/// <summary>A node, what it can hold and what is on it.</summary>
internal sealed class NodeInfo
{
    private readonly Dictionary<string, long> _used = [];
    private readonly HashSet<(string Protocol, int Port)> _hostPorts = [];

    public NodeInfo(V1Node node)
    {
        Node = node;
        Allocatable = (node.Status?.Allocatable ?? new Dictionary<string, ResourceQuantity>())
            .ToDictionary(pair => pair.Key, pair => PodDemand.AmountOf(pair.Key, pair.Value));
    }

    public V1Node Node { get; }

    public string Name => Node.Metadata.Name;

    public IReadOnlyDictionary<string, long> Allocatable { get; }

    public int Pods { get; private set; }

    public long Used(string resource) => _used.GetValueOrDefault(resource);

    public bool HasHostPort(string protocol, int port) => _hostPorts.Contains((protocol, port));

    /// <summary>Counts in a pod that has not ended.</summary>
    public void Add(PodDemand demand)
    {
        Pods++;
        foreach (var (resource, amount) in demand.Amounts)
        {
            _used[resource] = PodDemand.Sum(_used.GetValueOrDefault(resource), amount);
        }

        _hostPorts.UnionWith(demand.HostPorts);
    }
}
