using CloudOrchestrator.Resources.Kinds.ApiRegistration;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>A version that an API service names: one that it leaves to a service in the cluster, or one of this server, which may have no such thing.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Version">The version.</param>
/// <param name="Priority">Where it stands among the others.</param>
/// <param name="IsLocal">Whether this server is to serve it.</param>
internal sealed record AggregatedVersion(string Group, string Version, ApiPriority Priority, bool IsLocal);
