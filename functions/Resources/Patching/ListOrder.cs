using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Patching;

/// <summary>The order of a merged list: that of the patch for what the patch names, that of the original for the rest.</summary>
/// <remarks>
/// Where the two interleave, an element that only the original holds stands before a named one only if it stood before it in
/// the original; so elements that the patch adds come first.
/// </remarks>
internal static class ListOrder
{
    /// <summary>Orders a merged list in place.</summary>
    /// <param name="merged">The list.</param>
    /// <param name="original">The elements, or at least their keys, as they stood before the patch.</param>
    /// <param name="wanted">The elements, or at least their keys, in the order of the patch.</param>
    /// <param name="key">The merge key; null for a list of plain values.</param>
    public static void Apply(JsonArray merged, IReadOnlyList<JsonNode?> original, IReadOnlyList<JsonNode?> wanted, string? key)
    {
        var (wantedPlaces, originalPlaces) = (Places(wanted), Places(original));
        var elements = merged.ToList();
        var named = new Queue<JsonNode?>(elements.Where(element => Place(wantedPlaces, element) >= 0).OrderBy(element => Place(wantedPlaces, element)));
        var others = new Queue<JsonNode?>(elements.Where(element => Place(wantedPlaces, element) < 0).OrderBy(element => Place(originalPlaces, element)));
        merged.Clear();
        while (named.Count + others.Count > 0)
        {
            var fromOthers = named.Count == 0 || (others.Count > 0 && StoodBefore(others.Peek(), named.Peek()));
            merged.Add((fromOthers ? others : named).Dequeue());
        }

        Dictionary<string, int> Places(IReadOnlyList<JsonNode?> list)
        {
            var places = new Dictionary<string, int>();
            for (var index = 0; index < list.Count; index++)
            {
                places.TryAdd(KeyOf(list[index]), index);
            }

            return places;
        }

        string KeyOf(JsonNode? element) => (key is null ? element : element.At(key))?.ToJsonString() ?? "";

        int Place(Dictionary<string, int> places, JsonNode? element) => places.GetValueOrDefault(KeyOf(element), -1);

        bool StoodBefore(JsonNode? other, JsonNode? one)
        {
            var (otherPlace, place) = (Place(originalPlaces, other), Place(originalPlaces, one));
            return otherPlace >= 0 && place >= 0 && otherPlace < place;
        }
    }
}
