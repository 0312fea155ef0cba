using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>The quality-of-service class of a pod.</summary>
internal static class PodQuality
{
    private static readonly string[] Resources = ["cpu", "memory"];

    /// <summary>What the pod asks for its containers together says it, where it asks anything so; else the class of all containers, or Burstable where they
    /// differ.</summary>
    public static string ClassOf(JsonObject spec)
    {
        if (spec["resources"] is JsonObject together)
        {
            return Of(together);
        }

        var classes = spec.Objects("initContainers").Concat(spec.Objects("containers")).Select(container => Of(container["resources"])).Distinct().ToList();
        return classes.Count switch { 0 => "BestEffort", 1 => classes[0], _ => "Burstable" };
    }

    /// <summary>Guaranteed when cpu and memory are limited to what is requested, BestEffort when neither is asked for, else Burstable.</summary>
    private static string Of(JsonNode? asked)
    {
        var amounts = Resources.Select(resource => (Request: Amount(asked, "requests", resource), Limit: Amount(asked, "limits", resource))).ToList();
        return amounts.All(one => one is { Request.IsZero: true, Limit.IsZero: true }) ? "BestEffort"
            : amounts.All(one => !one.Limit.IsZero && one.Request.Equals(one.Limit)) ? "Guaranteed"
            : "Burstable";
    }

    private static Quantity Amount(JsonNode? asked, string list, string resource) => Quantity.TryParse(asked.Text(list, resource), out var quantity) ? quantity : default;
}
