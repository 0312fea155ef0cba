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
            if (value is JsonObject inner)
            {
                // What is an object is merged where it stands.
                if (Merge(result[name], inner) is var merged && merged.Parent is null)
                {
                    result[name] = merged;
                }
            }
            else if (value is not null)
            {
                result[name] = value.DeepClone();
            }
        }

        NullMembers.Remove(result, patch);
        return result;
    }
}
