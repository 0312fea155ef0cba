using k8s.Models;

namespace CloudOrchestrator.Scheduler.Filters;

/// <summary>A host port can be taken once on a node.</summary>
internal sealed class NodePorts : IFilter
{
    public string? Refuse(V1Pod pod, NodeInfo node) =>
        PodDemand.HostPortsOf(pod).Any(port => node.HasHostPort(port.Protocol, port.Port)) ? "node(s) didn't have free ports for the requested pod ports" : null;
}
