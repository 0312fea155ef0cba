using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>A path of Kubernetes' JSONPath: steps that each lead from values to values.</summary>
/// <remarks>Source: Kubernetes' documentation of JSONPath support. <c>range</c> and several braces, which only templates have, are not part of it.</remarks>
internal sealed class JsonPath(IReadOnlyList<JsonPath.Step> steps)
{
    /// <summary>Adds what one value leads to. Answers false where the value is of a kind that the step cannot be taken from: the path then leads nowhere at all.</summary>
    public delegate bool Step(JsonNode? value, List<JsonNode?> found);

    /// <summary>Most values that a step may find. Steps that look into all depths, one after another, would find more than any machine holds.</summary>
    private const int FoundMax = 10_000;

    /// <summary>The values that a document has there; none too where a step cannot be taken.</summary>
    public IReadOnlyList<JsonNode?> Find(JsonNode? document) => TryFind(document, out var found) ? found : [];

    /// <summary>Answers false where a step cannot be taken.</summary>
    public bool TryFind(JsonNode? document, out IReadOnlyList<JsonNode?> found)
    {
        found = [document];
        foreach (var step in steps)
        {
            var next = new List<JsonNode?>();
            foreach (var value in found)
            {
                if (!step(value, next) || next.Count > FoundMax)
                {
                    return false;
                }
            }

            found = next;
        }

        return true;
    }

    /// <summary>A member of an object.</summary>
    public static Step Member(string name) => (value, found) =>
    {
        if (value is JsonObject map && map.TryGetPropertyValue(name, out var member))
        {
            found.Add(member);
        }

        return true;
    };

    /// <summary>All members, or all items.</summary>
    public static bool Children(JsonNode? value, List<JsonNode?> found)
    {
        found.AddRange(value switch { JsonObject map => map.Select(member => member.Value), JsonArray list => list, _ => [] });
        return true;
    }

    /// <summary>A value and all below it that have children.</summary>
    public static bool Descendants(JsonNode? value, List<JsonNode?> found)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            found.Add(value);
            var children = new List<JsonNode?>();
            Children(value, children);
            children.ForEach(child => Descendants(child, found));
        }

        return true;
    }

    /// <summary>A part of a list. Negative places count from its end.</summary>
    /// <param name="from">The first; null for the first of all.</param>
    /// <param name="to">The one after the last; null for the end.</param>
    /// <param name="by">Every how many; null for each.</param>
    public static Step Slice(int? from, int? to, int? by) => (value, found) =>
    {
        if (value is not JsonArray list)
        {
            return value is null;
        }

        var (first, end) = (Place(from ?? 0, list.Count), Place(to ?? list.Count, list.Count));
        if (first == end)
        {
            return true;
        }

        if (first < 0 || first >= list.Count || end < 0 || end > list.Count || first > end || by <= 0)
        {
            return false;
        }

        for (var place = first; place < end; place += by ?? 1)
        {
            found.Add(list[place]);
        }

        return true;
    };

    /// <summary>One item of a list.</summary>
    public static Step Item(int index) => index == -1 ? Slice(-1, null, null) : Slice(index, index + 1, null);

    /// <summary>What each of several paths leads to.</summary>
    public static Step Union(IReadOnlyList<JsonPath> paths) => (value, found) =>
    {
        foreach (var path in paths)
        {
            if (!path.TryFind(value, out var some))
            {
                return false;
            }

            found.AddRange(some);
        }

        return true;
    };

    /// <summary>A value that is written in the path itself.</summary>
    public static Step Constant(JsonNode value) => (_, found) =>
    {
        found.Add(value);
        return true;
    };

    private static int Place(int place, int count) => place < 0 ? place + count : place;
}
