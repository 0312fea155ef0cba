using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>What writers of service accounts are warned of.</summary>
internal static class ServiceAccountWarnings
{
    private const string Mountable = "kubernetes.io/enforce-mountable-secrets";

    public static IEnumerable<string> Of(JsonObject item, JsonObject? old) => item.At("metadata", "annotations", Mountable) is null ? []
        : [$"metadata.annotations[{Mountable}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets"];
}
