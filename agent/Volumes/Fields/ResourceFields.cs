using System.Globalization;
using k8s.Models;

namespace CloudOrchestrator.Volumes.Fields;

/// <summary>A container's requests and limits, as its own processes may ask for them.</summary>
public static class ResourceFields
{
    /// <summary>The amount in units of the divisor, rounded up; null if no such resource can be asked for.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="containerName">The container.</param>
    /// <param name="selector">What is asked for.</param>
    public static string? Read(V1Pod pod, string containerName, V1ResourceFieldSelector selector)
    {
        var container = pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).FirstOrDefault(container => container.Name == containerName);
        var dot = selector.Resource.IndexOf('.', StringComparison.Ordinal);
        if (container is null || dot < 0)
        {
            return null;
        }

        var resource = selector.Resource[(dot + 1)..];
        var amount = selector.Resource[..dot] switch
        {
            "limits" => Amount(container.Resources?.Limits, resource) ?? Unlimited(resource),
            "requests" => Amount(container.Resources?.Requests, resource) ?? Amount(container.Resources?.Limits, resource) ?? 0,
            _ => (decimal?)null,
        };
        var divisor = selector.Divisor?.ToDecimal() is { } given and > 0 ? given : 1;
        return amount is { } found ? Math.Ceiling(found / divisor).ToString("0", CultureInfo.InvariantCulture) : null;
    }

    private static decimal? Amount(IDictionary<string, ResourceQuantity>? resources, string name) =>
        resources is not null && resources.TryGetValue(name, out var quantity) ? quantity.ToDecimal() : null;

    /// <summary>A container without a limit may use what the node has.</summary>
    private static decimal Unlimited(string resource) => resource switch
    {
        "cpu" => Environment.ProcessorCount,
        "memory" => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        _ => 0,
    };
}
