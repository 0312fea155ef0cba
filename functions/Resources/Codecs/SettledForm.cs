using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Brings a canonical document in which the server has set or removed fields into the form that is stored, in place: what <see cref="CanonicalForm"/>
/// would make of it, for a fraction of what making it anew costs, with the zero values that the Go types write of what nobody gave. Every write ends with
/// it, whatever it is of: a status, a patch, a configuration that was applied, a controller's.</summary>
internal static class SettledForm
{
    private static readonly string[] TypeNames = ["kind", "apiVersion"];

    /// <param name="document">A document that was canonical before the server's own changes; its nodes may be moved.</param>
    /// <param name="schema">Its type.</param>
    /// <param name="isSettled">Whether the document's member of a name is known to be as it is stored; null for none.</param>
    /// <returns>The document as it is stored. A custom resource has no more zero values than its definition gives it.</returns>
    public static JsonObject Of(JsonObject document, TypeSchema schema, Func<string, bool>? isSettled = null)
    {
        if (schema.Structure is not null)
        {
            return CanonicalForm.Of(document, schema, []);
        }

        Members(document, schema, isApiObject: true, isSettled);
        return document;
    }

    /// <summary>Settles the values where they are; members are put in order only where one came, or stands in the wrong place.</summary>
    private static void Members(JsonObject members, TypeSchema type, bool isApiObject, Func<string, bool>? isSettled = null)
    {
        var isOrdered = true;
        var last = -1;
        for (var index = 0; index < members.Count; index++)
        {
            var (name, value) = members.GetAt(index);
            if (isApiObject && Array.IndexOf(TypeNames, name) is >= 0 and var place)
            {
                isOrdered &= value is not null && last < 0 && (index == 0 || place > 0);
                continue;
            }

            if (type.PositionOf(name) is not { } position)
            {
                isOrdered = false;
                continue;
            }

            var field = type.Ordered[position];
            var settled = isSettled?.Invoke(name) == true ? value : Value(value, field, type);
            if (settled is null && !field.Written)
            {
                members.RemoveAt(index--);
                continue;
            }

            settled ??= ZeroValues.Of(field);
            if (!ReferenceEquals(settled, value))
            {
                members.SetAt(index, settled);
            }

            isOrdered &= position > last;
            last = position;
        }

        foreach (var field in type.Written)
        {
            if (!members.ContainsKey(field.JsonName))
            {
                members.Add(field.JsonName, ZeroValues.Of(field));
                isOrdered = false;
            }
        }

        if (!isOrdered)
        {
            Order(members, type, isApiObject);
        }
    }

    /// <summary>Puts members in the order of their type; what it does not know goes.</summary>
    private static void Order(JsonObject members, TypeSchema type, bool isApiObject)
    {
        var ordered = new List<KeyValuePair<string, JsonNode?>>(members.Count);
        foreach (var name in isApiObject ? TypeNames : [])
        {
            if (members[name] is { } text)
            {
                ordered.Add(new(name, text));
            }
        }

        foreach (var field in type.Ordered)
        {
            if (members.TryGetPropertyValue(field.JsonName, out var value))
            {
                ordered.Add(new(field.JsonName, value));
            }
        }

        members.Clear();
        foreach (var (name, value) in ordered)
        {
            members.Add(name, value);
        }
    }

    /// <summary>The settled value: the same node, another one, or null where there is none.</summary>
    private static JsonNode? Value(JsonNode? value, FieldSchema field, TypeSchema owner)
    {
        switch (value)
        {
            case null:
                return null;
            case JsonArray { Count: 0 } when field.Repeated:
                return null;
            case JsonArray list when field.Repeated && !list.Contains(null):
                for (var index = 0; index < list.Count; index++)
                {
                    if (Single(list[index]!, field, owner) is var settled && !ReferenceEquals(settled, list[index]))
                    {
                        list[index] = settled;
                    }
                }

                return list;
            case JsonObject map when field.Map && IsOrdered(map):
                for (var index = 0; index < map.Count; index++)
                {
                    var (name, inner) = map.GetAt(index);
                    if (Single(inner!, field, owner) is var settled && !ReferenceEquals(settled, inner))
                    {
                        map[name] = settled;
                    }
                }

                return map.Count == 0 ? null : map;
            case not null when field.Repeated || field.Map || CanonicalForm.IsListType(field):
                return Filled(CanonicalForm.Value(value, field, owner, Nowhere, []), field);
        }

        var one = Single(value, field, owner);
        return one is null || (!field.Written && !field.IsPointer && CanonicalForm.IsZero(one, field)) ? null : one;
    }

    /// <summary>A list or map that was made anew, its objects settled.</summary>
    private static JsonNode? Filled(JsonNode? value, FieldSchema field)
    {
        IEnumerable<JsonObject> inner = field.Type is null ? [] : value switch
        {
            JsonArray list => list.OfType<JsonObject>(),
            JsonObject map when field.Map => map.Select(member => member.Value).OfType<JsonObject>(),
            _ => [],
        };
        foreach (var one in inner)
        {
            Members(one, field.Type!, field.Type!.IsApiObject);
        }

        return value;
    }

    /// <summary>Where nothing is reported, no path is shown.</summary>
    private static PathStep Nowhere => new(null, null, -1);

    private static bool IsOrdered(JsonObject map)
    {
        for (var index = 0; index < map.Count; index++)
        {
            var (name, value) = map.GetAt(index);
            if (value is null or JsonArray || (index > 0 && string.CompareOrdinal(map.GetAt(index - 1).Key, name) > 0))
            {
                return false;
            }
        }

        return true;
    }

    private static JsonNode? Single(JsonNode value, FieldSchema field, TypeSchema owner)
    {
        if (field.Type is { } type && value is JsonObject members && !SchemaUnions.IsOther(value, field))
        {
            Members(members, type, type.IsApiObject);
            return members;
        }

        return IsSettled(value, field.Kind) ? value : CanonicalForm.Single(value, field, owner, Nowhere, []);
    }

    /// <summary>Whether a scalar's form can be told at a glance; others are made anew.</summary>
    private static bool IsSettled(JsonNode value, ValueKind kind) => kind switch
    {
        ValueKind.Raw => true,
        ValueKind.String => value.GetValueKind() == JsonValueKind.String,
        ValueKind.Bool => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        ValueKind.Int32 => value.Integer() is >= int.MinValue and <= int.MaxValue,
        ValueKind.Int64 => value.Integer() is not null,
        ValueKind.Time => value is JsonValue time && time.TryGetValue<string>(out var text) && text is { Length: 20 } && text[^1] == 'Z',
        _ => false,
    };
}
