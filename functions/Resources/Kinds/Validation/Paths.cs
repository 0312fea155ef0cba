using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Walks lists with the path of each element.</summary>
internal static class Paths
{
    /// <summary>The objects of a list, each with its path, such as <c>spec.containers[0]</c>.</summary>
    public static NumberedObjects Numbered(JsonNode? owner, string name, string field) => new(owner.At(name) as JsonArray, field, name);
}
