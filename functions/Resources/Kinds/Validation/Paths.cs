using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Walks lists with the path of each element.</summary>
internal static class Paths
{
    /// <summary>The objects of a list, each with its path, such as <c>spec.containers[0]</c>.</summary>
    public static IEnumerable<(JsonObject Item, string At)> Numbered(JsonNode? owner, string name, string field)
    {
        if (owner.At(name) is not JsonArray { Count: > 0 } list)
        {
            return [];
        }

        var numbered = new List<(JsonObject Item, string At)>(list.Count);
        for (var index = 0; index < list.Count; index++)
        {
            if (list[index] is JsonObject item)
            {
                numbered.Add((item, $"{field}.{name}[{numbered.Count}]"));
            }
        }

        return numbered;
    }
}
