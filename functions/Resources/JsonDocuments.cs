using System.Text.Json.Nodes;
using k8s;

namespace CloudOrchestrator.Resources;

/// <summary>Turns typed models into documents.</summary>
public static class JsonDocuments
{
    /// <summary>The document of a model class of the KubernetesClient package.</summary>
    public static JsonObject From(object model) => (JsonObject)JsonNode.Parse(KubernetesJson.Serialize(model))!;
}
