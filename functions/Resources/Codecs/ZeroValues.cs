using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>The zero values that the Go types write of what nobody gave: of all that they hold as no pointer and omit in no case.</summary>
internal static class ZeroValues
{
    /// <summary>What they write of a field: null of lists, maps, bytes, times and pointers, and of a struct what they write of its own fields.</summary>
    /// <param name="field">A field that is written always.</param>
    public static JsonNode? Of(FieldSchema field)
    {
        var zero = field.Repeated || field.Map || field.IsPointer || field.Kind == ValueKind.Bytes ? null : CanonicalForm.Zero(field);
        if (zero is JsonObject members)
        {
            Add(members, field.Type!);
        }

        return zero;
    }

    /// <summary>Whether a document has them all.</summary>
    public static bool AreIn(JsonObject members, TypeSchema type) => Walk(members, type, adds: false);

    /// <summary>Adds those that a document lacks, each behind the members that are there.</summary>
    public static void Add(JsonObject members, TypeSchema type) => Walk(members, type, adds: true);

    private static bool Walk(JsonObject members, TypeSchema type, bool adds)
    {
        for (var index = 0; index < members.Count; index++)
        {
            var (name, value) = members.GetAt(index);
            if (value is JsonObject or JsonArray && type.PositionOf(name) is { } position && type.Ordered[position] is { Type: { } inner } field && !Within(value, field, inner, adds))
            {
                return false;
            }
        }

        foreach (var field in type.Written)
        {
            if (!members.ContainsKey(field.JsonName))
            {
                if (!adds)
                {
                    return false;
                }

                members.Add(field.JsonName, Of(field));
            }
        }

        return true;
    }

    private static bool Within(JsonNode value, FieldSchema field, TypeSchema type, bool adds)
    {
        switch (value)
        {
            case JsonArray list:
                for (var index = 0; index < list.Count; index++)
                {
                    if (list[index] is JsonObject element && !Walk(element, type, adds))
                    {
                        return false;
                    }
                }

                return true;
            case JsonObject map when field.Map:
                for (var index = 0; index < map.Count; index++)
                {
                    if (map.GetAt(index).Value is JsonObject one && !Walk(one, type, adds))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return Walk((JsonObject)value, type, adds);
        }
    }
}
