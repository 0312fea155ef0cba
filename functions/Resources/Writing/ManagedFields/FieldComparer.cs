using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>Compares documents field by field.</summary>
/// <remarks>What was there before follows the Go types: a struct that is no pointer, and a required value that is zero, are there before anyone
/// sets them.</remarks>
internal static class FieldComparer
{
    private static readonly HashSet<string> None = [];
    private static readonly Dictionary<string, JsonNode?> NoElements = [];

    /// <summary>Compares two documents.</summary>
    /// <param name="document">The new document.</param>
    /// <param name="old">The old one; null for none.</param>
    /// <param name="schema">Their type.</param>
    /// <param name="skipped">Members of the documents to leave out.</param>
    public static FieldComparison Compare(JsonObject document, JsonObject? old, TypeSchema schema, params IReadOnlyCollection<string> skipped)
    {
        var found = default(FieldDifferences);
        foreach (var name in schema.Fields.Keys)
        {
            Document(ref found, name, document, old, schema, skipped);
        }

        foreach (var name in schema.KeepsUnknown ? Names(old, document) : [])
        {
            if (!schema.Fields.ContainsKey(name))
            {
                Document(ref found, name, document, old, schema, skipped);
            }
        }

        return new FieldComparison { Added = found.Added ?? FieldTree.Empty, Modified = found.Modified ?? FieldTree.Empty, Removed = found.Removed ?? FieldTree.Empty };
    }

    /// <summary>Compares one member of the documents.</summary>
    private static void Document(ref FieldDifferences found, string name, JsonObject document, JsonObject? old, TypeSchema schema, IReadOnlyCollection<string> skipped)
    {
        if (name is "apiVersion" or "kind" || skipped.Contains(name) || schema.FieldOf(name) is not { } field)
        {
            return;
        }

        var inner = default(FieldDifferences);
        if (name == "metadata")
        {
            Members(ref inner, old?[name] as JsonObject, document[name] as JsonObject, FieldShape.Of(field.Type!), Holder.Kept, FieldSets.Unowned);
        }
        else
        {
            Field(ref inner, old?[name], document[name], field, Holder.Kept);
        }

        found.Take(PathElements.Field(name), inner);
    }

    /// <remarks>A null of what comes or goes with its holder comes or goes with it.</remarks>
    private static void Field(ref FieldDifferences found, JsonNode? old, JsonNode? value, FieldSchema field, Holder holder)
    {
        var there = new Holder(old is not null || (holder.Was && field.Written), value is not null || (holder.Is && field.Written));
        if (old is null && value is null)
        {
            found.Mark(added: there.Is && !there.Was, modified: false, removed: there.Was && !there.Is);
            return;
        }

        Value(ref found, old, value, FieldShape.Of(field), there);
    }

    /// <param name="found">Gets the differences.</param>
    /// <param name="old">The old value; null for none.</param>
    /// <param name="value">The new value; null for none.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="there">Whether they count as there; one that is there without a value is zero.</param>
    private static void Value(ref FieldDifferences found, JsonNode? old, JsonNode? value, FieldShape shape, Holder there)
    {
        if (JsonNode.DeepEquals(old, value))
        {
            return;
        }

        var isModified = false;
        switch (shape.For(old, value))
        {
            case FieldForm.Struct or FieldForm.Map:
                Members(ref found, old as JsonObject, value as JsonObject, shape, there, None);
                break;
            case FieldForm.ListMap or FieldForm.Set:
                Elements(ref found, old as JsonArray, value as JsonArray, shape);
                break;
            default:
                isModified = there is { Was: true, Is: true } && !(IsZero(old) && IsZero(value));
                break;
        }

        found.Mark(added: !there.Was, isModified, removed: !there.Is);
    }

    private static void Members(ref FieldDifferences found, JsonObject? old, JsonObject? value, FieldShape shape, Holder holder, IReadOnlySet<string> skipped)
    {
        for (var index = 0; index < old?.Count; index++)
        {
            var (name, left) = old.GetAt(index);
            Member(ref found, name, left, value?[name], shape, holder, skipped);
        }

        for (var index = 0; index < value?.Count; index++)
        {
            if (value.GetAt(index) is var (name, right) && (old is null || !old.ContainsKey(name)))
            {
                Member(ref found, name, null, right, shape, holder, skipped);
            }
        }
    }

    private static void Member(ref FieldDifferences found, string name, JsonNode? left, JsonNode? right, FieldShape shape, Holder holder, IReadOnlySet<string> skipped)
    {
        if (skipped.Contains(name) || ((left ?? right) is not null && JsonNode.DeepEquals(left, right)))
        {
            return;
        }

        var inner = default(FieldDifferences);
        if (shape.Form == FieldForm.Map)
        {
            Value(ref inner, left, right, shape.Element, Holder.Of(left, right));
            found.Take(PathElements.Field(name), inner);
        }
        else if (shape.Type!.FieldOf(name) is { } field)
        {
            Field(ref inner, left, right, field, holder);
            found.Take(field.PathElement, inner);
        }
    }

    private static void Elements(ref FieldDifferences found, JsonArray? old, JsonArray? value, FieldShape shape)
    {
        if (old is null)
        {
            Added(ref found, value, shape);
            return;
        }

        var (before, after) = (Index(old, shape), Index(value, shape));
        foreach (var element in before.Keys.Union(after.Keys))
        {
            var (left, right) = (before.GetValueOrDefault(element), after.GetValueOrDefault(element));
            if (!JsonNode.DeepEquals(left, right))
            {
                var inner = default(FieldDifferences);
                Value(ref inner, left, right, shape.Element, Holder.Of(left, right));
                found.Take(element, inner);
            }
        }
    }

    /// <summary>The elements of a list where there was none.</summary>
    private static void Added(ref FieldDifferences found, JsonArray? value, FieldShape shape)
    {
        for (var position = 0; position < value?.Count; position++)
        {
            if (value[position] is { } item && PathElements.Of(item, shape) is { } element && found.Added?.At(element) is null)
            {
                var inner = default(FieldDifferences);
                Value(ref inner, null, item, shape.Element, Holder.Of(null, item));
                found.Take(element, inner);
            }
        }
    }

    private static Dictionary<string, JsonNode?> Index(JsonArray? list, FieldShape shape)
    {
        if (list is null)
        {
            return NoElements;
        }

        var index = new Dictionary<string, JsonNode?>(list.Count);
        for (var position = 0; position < list.Count; position++)
        {
            if (PathElements.Of(list[position], shape) is { } element)
            {
                index.TryAdd(element, list[position]);
            }
        }

        return index;
    }

    private static IEnumerable<string> Names(JsonObject? old, JsonObject? value)
    {
        if (old is not null)
        {
            foreach (var (name, _) in old)
            {
                yield return name;
            }
        }

        if (value is not null)
        {
            foreach (var (name, _) in value)
            {
                if (old is null || !old.ContainsKey(name))
                {
                    yield return name;
                }
            }
        }
    }

    private static bool IsZero(JsonNode? value) => value switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject map => map.Count == 0,
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => value.Text() is "" or "0",
            JsonValueKind.Number => value.Integer() == 0,
            JsonValueKind.False => true,
            _ => false,
        },
    };

    /// <summary>Whether something was there before, and is after.</summary>
    private readonly record struct Holder(bool Was, bool Is)
    {
        public static Holder Kept => new(true, true);

        public static Holder Of(JsonNode? old, JsonNode? value) => new(old is not null, value is not null);
    }
}
