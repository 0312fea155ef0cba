using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>Sets the defaults of a structure.</summary>
internal static class Defaulting
{
    /// <summary>Sets them in a document and in all that it holds. A null where null is no value counts as missing.</summary>
    public static void Apply(JsonNode? value, Structure structure)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, member) in structure.Properties)
                {
                    if (member.Default is { } missing && IsMissing(map, name, member))
                    {
                        map[name] = missing.DeepClone();
                    }
                }

                Members(map, structure);
                break;
            case JsonArray list when structure.Items is { } items:
                for (var index = 0; index < list.Count; index++)
                {
                    if (list[index] is null && !items.IsNullable && items.Default is { } element)
                    {
                        list[index] = element.DeepClone();
                    }

                    Apply(list[index], items);
                }

                break;
        }
    }

    /// <summary>Whether a null is no value there, and nothing takes its place.</summary>
    public static bool IsDropped(Structure? structure) => structure is { IsNullable: false, Default: null };

    private static void Members(JsonObject map, Structure structure)
    {
        foreach (var name in map.Select(member => member.Key).ToList())
        {
            if (structure.Member(name) is not { } member)
            {
                continue;
            }

            if (map[name] is null && !member.IsNullable && member.Default is { } other)
            {
                map[name] = other.DeepClone();
            }

            Apply(map[name], member);
        }
    }

    private static bool IsMissing(JsonObject map, string name, Structure member) =>
        !map.TryGetPropertyValue(name, out var present) || (present is null && !member.IsNullable);
}
