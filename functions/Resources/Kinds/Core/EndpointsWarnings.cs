using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>What writers of endpoints are warned of, apart from the controller, which writes every address in its one form.</summary>
internal static class EndpointsWarnings
{
    public static IEnumerable<string> Of(JsonObject item, JsonObject? old) =>
        item.Text("metadata", "labels", "endpoints.kubernetes.io/managed-by") == "endpoint-controller" ? []
        : Paths.Numbered(item, "subsets", "").SelectMany(static subset => Subset(subset.Item, $"subsets[{subset.At.Index}]"));

    private static IEnumerable<string> Subset(JsonObject subset, string at) =>
        Warnings.All(AddressWarnings.AddressesOf(subset, "addresses", at, "ip"), AddressWarnings.AddressesOf(subset, "notReadyAddresses", at, "ip"));
}
