using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>What writers of services are warned of.</summary>
internal static class ServiceWarnings
{
    private const string OldHints = "service.kubernetes.io/topology-aware-hints";

    public static IEnumerable<string> Of(JsonObject item, JsonObject? old)
    {
        if (item["spec"] is not JsonObject spec)
        {
            return [];
        }

        var isNamed = spec.Text("type") == "ExternalName";
        var isHeadless = spec.Text("type") == "ClusterIP" && spec.Text("clusterIP") == "None";
        return Warnings.All(
            item.At("metadata", "annotations", OldHints) is null ? [] : [$"annotation {OldHints} is deprecated, please use service.kubernetes.io/topology-mode instead"],
            isNamed || spec.Text("clusterIP") is null or "" or "None" ? [] : AddressWarnings.Addresses(spec, "clusterIPs", "spec"),
            isHeadless ? Headless(spec) : [],
            spec["externalIPs"] is JsonArray { Count: > 0 } ? Warnings.All(AddressWarnings.Addresses(spec, "externalIPs", "spec"), Reached(isNamed, isHeadless)) : [],
            AddressWarnings.Address("spec.loadBalancerIP", spec.Text("loadBalancerIP")),
            spec["loadBalancerSourceRanges"] is JsonArray { Count: > 0 } ? AddressWarnings.Ranges(spec, "loadBalancerSourceRanges", "spec") : [],
            isNamed && spec["externalIPs"] is JsonArray { Count: > 0 } ? ["spec.externalIPs is ignored when spec.type is \"ExternalName\""] : [],
            !isNamed && spec.Text("externalName") is { Length: > 0 } ? ["spec.externalName is ignored when spec.type is not \"ExternalName\""] : [],
            spec.Text("trafficDistribution") == "PreferClose" ? ["spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\""] : []);
    }

    private static IEnumerable<string> Reached(bool isNamed, bool isHeadless) =>
        isNamed || isHeadless ? [] : ["spec.externalIPs is deprecated and may no longer be implemented in some clusters"];

    /// <summary>What a service that has no address of its own cannot do.</summary>
    private static IEnumerable<string> Headless(JsonObject spec) => Warnings.All(
        spec.Text("loadBalancerIP") is { Length: > 0 } ? ["spec.loadBalancerIP is ignored for headless services"] : [],
        spec["externalIPs"] is JsonArray { Count: > 0 } ? ["spec.externalIPs is ignored for headless services"] : [],
        spec.Text("sessionAffinity") == "None" ? [] : ["spec.SessionAffinity is ignored for headless services"]);
}
