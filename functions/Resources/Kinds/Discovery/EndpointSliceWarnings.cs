using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Discovery;

/// <summary>What writers of slices are warned of. The controllers write every address in its one form.</summary>
internal static class EndpointSliceWarnings
{
    private const string ManagedBy = "endpointslice.kubernetes.io/managed-by";

    public static IEnumerable<string> Of(JsonObject item, JsonObject? old) => Warnings.All(
        old is null && item.Text("addressType") == "FQDN" ? ["spec.addressType: FQDN endpoints are deprecated"] : [],
        item.Text("metadata", "labels", ManagedBy) is "endpointslice-controller.k8s.io" or "endpointslicemirroring-controller.k8s.io" ? [] : Addresses(item));

    private static IEnumerable<string> Addresses(JsonObject item) =>
        Paths.Numbered(item, "endpoints", "").SelectMany(static endpoint => AddressWarnings.Addresses(endpoint.Item, "addresses", $"endpoints[{endpoint.At.Index}]"));
}
