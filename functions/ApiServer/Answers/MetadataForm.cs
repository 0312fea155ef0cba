using System.Text.Json.Nodes;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>Objects as PartialObjectMetadata.</summary>
internal static class MetadataForm
{
    public static JsonObject Of(JsonObject document) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = document["metadata"]?.DeepClone(),
    };
}
