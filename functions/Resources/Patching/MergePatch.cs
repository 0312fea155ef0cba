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

        Remove(result, patch);
        return result;
    }

    /// <summary>Removes what the patch has null for: all at once, since each that goes alone moves all behind it.</summary>
    private static void Remove(JsonObject members, JsonObject patch)
    {
        if (!patch.Any(member => member.Value is null && members.ContainsKey(member.Key)))
        {
            return;
        }

        var kept = members.Where(member => !patch.TryGetPropertyValue(member.Key, out var value) || value is not null).ToList();
        members.Clear();
        foreach (var (name, value) in kept)
        {
            members.Add(name, value);
        }
    }
}
