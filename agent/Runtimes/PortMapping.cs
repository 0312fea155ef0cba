namespace CloudOrchestrator.Runtimes;

/// <summary>A port of the machine that leads to one of the pod's.</summary>
/// <param name="ContainerPort">The pod's port.</param>
/// <param name="HostPort">The machine's port.</param>
/// <param name="HostAddress">The machine's address, or empty for all.</param>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</param>
public sealed record PortMapping(int ContainerPort, int HostPort, string HostAddress, string Protocol);
