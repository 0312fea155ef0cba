using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Patching;

/// <summary>JSON merge patch, RFC 7386.</summary>
public static class MergePatch
{
    /// <summary>Applies a patch to a copy of the document.</summary>
    public static PatchOutcome Apply(JsonObject original, JsonObject patch) =>
        new PatchOutcome.Patched((JsonObject)Merge(original.DeepClone(), patch));

    private static JsonNode Merge(JsonNode? target, JsonObject patch)
    {
        var result = target as JsonObject ?? new JsonObject();
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                var present = result[name];
                result.Remove(name);
                result[name] = Merge(present, inner);
            }
            else
            {
                result[name] = value.DeepClone();
            }
        }

        return result;
    }
}
