using CloudOrchestrator.Resources.Kinds.ApiRegistration;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>A version that an API service leaves to a service in the cluster.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Version">The version.</param>
/// <param name="Priority">Where it stands among the others.</param>
internal sealed record AggregatedVersion(string Group, string Version, ApiPriority Priority);
