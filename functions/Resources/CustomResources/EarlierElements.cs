using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>The elements of a list before an update, found by their keys; nothing is known of the elements of lists that have no keys.</summary>
/// <param name="elements">What stood in the list; null for none.</param>
/// <param name="list">The list's structure.</param>
internal sealed class EarlierElements(JsonArray? elements, Structure list)
{
    // Made when the first element is asked for, so that a long list is walked once.
    private Dictionary<JsonNode?[], JsonObject>? _byKeys;

    /// <summary>What stood in the element that has the keys of this one; the first where there were several.</summary>
    public Earlier Of(JsonNode? element) =>
        elements is not null && list.ListType == "map" && element is JsonObject one && (_byKeys ??= ByKeys(elements)).TryGetValue(Keys(one), out var same) ? new(true, same) : Earlier.None;

    private Dictionary<JsonNode?[], JsonObject> ByKeys(JsonArray all)
    {
        var index = new Dictionary<JsonNode?[], JsonObject>(all.Count, JsonRowEquality.Instance);
        foreach (var element in all.OfType<JsonObject>())
        {
            index.TryAdd(Keys(element), element);
        }

        return index;
    }

    private JsonNode?[] Keys(JsonObject element) => [.. list.ListMapKeys.Select(key => element[key] ?? list.Items?.Properties.GetValueOrDefault(key)?.Default)];
}
