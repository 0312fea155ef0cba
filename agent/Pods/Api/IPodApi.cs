using System.Text.Json.Nodes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Api;

/// <summary>What a node asks of the API about its pods.</summary>
internal interface IPodApi
{
    /// <summary>Merges into the status of exactly this pod as it was last seen.</summary>
    Task<ApiOutcome> PatchStatusAsync(V1Pod pod, JsonObject status, CancellationToken cancellationToken);

    /// <summary>The pod as it is now; another one of its name counts as gone.</summary>
    Task<ApiOutcome> ReadAsync(V1Pod pod, CancellationToken cancellationToken);

    /// <summary>Removes the object of exactly this pod, at once.</summary>
    Task<ApiOutcome> DeleteAsync(V1Pod pod, CancellationToken cancellationToken);
}
