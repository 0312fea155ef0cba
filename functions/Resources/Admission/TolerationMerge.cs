using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Admission;

/// <summary>Merges lists of tolerations: of two of which one tolerates all that the other does, that one stays.</summary>
internal static class TolerationMerge
{
    /// <summary>The tolerations of both lists, those of the first one first.</summary>
    public static JsonArray Of(IEnumerable<JsonObject> first, IEnumerable<JsonObject> second)
    {
        var all = first.Concat(second).ToList();
        var merged = new List<JsonObject>();
        for (var index = 0; index < all.Count; index++)
        {
            var one = all[index];
            if (!merged.Any(earlier => Covers(earlier, one)) && !all.Skip(index + 1).Any(later => !JsonNode.DeepEquals(later, one) && Covers(later, one)))
            {
                merged.Add(one);
            }
        }

        return [.. merged.Select(one => one.DeepClone())];
    }

    /// <summary>Whether a toleration tolerates all that another one does.</summary>
    private static bool Covers(JsonObject toleration, JsonObject other)
    {
        if (JsonNode.DeepEquals(toleration, other))
        {
            return true;
        }

        var (key, effect) = (toleration.Text("key") ?? "", toleration.Text("effect") ?? "");
        var isOfKey = key == (other.Text("key") ?? "") || (key.Length == 0 && Exists(toleration));
        var isOfEffect = effect.Length == 0 || effect == (other.Text("effect") ?? "");
        return isOfKey && isOfEffect && (effect != "NoExecute" || LastsAsLong(toleration, other)) && (Exists(toleration) || IsOfValue(toleration, other));
    }

    private static bool LastsAsLong(JsonObject toleration, JsonObject other) =>
        toleration.Integer("tolerationSeconds") is not { } seconds || other.Integer("tolerationSeconds") <= seconds;

    private static bool IsOfValue(JsonObject toleration, JsonObject other) =>
        toleration.Text("operator") is null or "" or "Equal" && other.Text("operator") == "Equal" && (toleration.Text("value") ?? "") == (other.Text("value") ?? "");

    private static bool Exists(JsonObject toleration) => toleration.Text("operator") == "Exists";
}
