using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>The quality-of-service class of a pod.</summary>
internal static class PodQuality
{
    private static readonly string[] Resources = ["cpu", "memory"];

    /// <summary>Guaranteed when every container limits cpu and memory to what it requests, BestEffort when none asks for any, else Burstable.</summary>
    public static string ClassOf(JsonObject spec)
    {
        var containers = spec.Objects("initContainers").Concat(spec.Objects("containers")).ToList();
        var asked = containers.SelectMany(one => one.Map("resources", "requests").Concat(one.Map("resources", "limits")))
            .Any(pair => Resources.Contains(pair.Key) && Quantity.TryParse(pair.Value, out var quantity) && quantity.CompareTo(default) > 0);
        if (!asked)
        {
            return "BestEffort";
        }

        return containers.All(IsGuaranteed) ? "Guaranteed" : "Burstable";
    }

    private static bool IsGuaranteed(JsonObject container)
    {
        var (requests, limits) = (container.Map("resources", "requests"), container.Map("resources", "limits"));
        return Resources.All(resource =>
            limits.TryGetValue(resource, out var limit)
            && Quantity.TryParse(limit, out var most)
            && (!requests.TryGetValue(resource, out var request) || (Quantity.TryParse(request, out var least) && least.Equals(most))));
    }
}
