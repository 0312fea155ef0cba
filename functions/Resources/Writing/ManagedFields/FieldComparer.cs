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

    /// <summary>Compares two documents.</summary>
    /// <param name="document">The new document.</param>
    /// <param name="old">The old one; null for none.</param>
    /// <param name="schema">Their type.</param>
    /// <param name="skipped">Members of the documents to leave out.</param>
    public static FieldComparison Compare(JsonObject document, JsonObject? old, TypeSchema schema, params IReadOnlyCollection<string> skipped)
    {
        var root = new Place(new FieldTree(), new FieldTree(), new FieldTree());
        var unknown = schema.KeepsUnknown ? Names(old, document).Where(name => !schema.Fields.ContainsKey(name)) : [];
        foreach (var name in schema.Fields.Keys.Concat(unknown))
        {
            if (name is "apiVersion" or "kind" || skipped.Contains(name) || schema.FieldOf(name) is not { } field)
            {
                continue;
            }

            var place = root.Child(PathElements.Field(name));
            if (name == "metadata")
            {
                Members(place, old?[name] as JsonObject, document[name] as JsonObject, FieldShape.Of(field.Type!), Holder.Kept, FieldSets.Unowned);
            }
            else
            {
                Field(place, old?[name], document[name], field, Holder.Kept);
            }
        }

        return new FieldComparison { Added = root.Added.Pruned(), Modified = root.Modified.Pruned(), Removed = root.Removed.Pruned() };
    }

    private static void Field(Place at, JsonNode? old, JsonNode? value, FieldSchema field, Holder holder) =>
        Value(at, old, value, FieldShape.Of(field), new Holder(old is not null || (holder.Was && field.Written), value is not null || (holder.Is && field.Written)));

    /// <param name="at">Where the differences go.</param>
    /// <param name="old">The old value; null for none.</param>
    /// <param name="value">The new value; null for none.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="there">Whether they count as there; one that is there without a value is zero.</param>
    private static void Value(Place at, JsonNode? old, JsonNode? value, FieldShape shape, Holder there)
    {
        if (JsonNode.DeepEquals(old, value))
        {
            return;
        }

        switch (shape.For(old, value))
        {
            case FieldForm.Struct or FieldForm.Map:
                Members(at, old as JsonObject, value as JsonObject, shape, there, None);
                break;
            case FieldForm.ListMap or FieldForm.Set:
                Elements(at, old as JsonArray, value as JsonArray, shape);
                break;
            default:
                at.Modified.IsMember = there is { Was: true, Is: true } && !(IsZero(old) && IsZero(value));
                break;
        }

        at.Added.IsMember = !there.Was;
        at.Removed.IsMember = !there.Is;
    }

    private static void Members(Place at, JsonObject? old, JsonObject? value, FieldShape shape, Holder holder, IReadOnlySet<string> skipped)
    {
        foreach (var name in Names(old, value).Where(name => !skipped.Contains(name) && !JsonNode.DeepEquals(old?[name], value?[name])))
        {
            var place = at.Child(PathElements.Field(name));
            if (shape.Form == FieldForm.Map)
            {
                Value(place, old?[name], value?[name], shape.Element, Holder.Of(old?[name], value?[name]));
            }
            else if (shape.Type!.FieldOf(name) is { } field)
            {
                Field(place, old?[name], value?[name], field, holder);
            }
        }
    }

    private static void Elements(Place at, JsonArray? old, JsonArray? value, FieldShape shape)
    {
        var (before, after) = (Index(old, shape), Index(value, shape));
        foreach (var element in before.Keys.Union(after.Keys))
        {
            var (left, right) = (before.GetValueOrDefault(element), after.GetValueOrDefault(element));
            if (!JsonNode.DeepEquals(left, right))
            {
                Value(at.Child(element), left, right, shape.Element, Holder.Of(left, right));
            }
        }
    }

    private static Dictionary<string, JsonNode?> Index(JsonArray? list, FieldShape shape)
    {
        var index = new Dictionary<string, JsonNode?>();
        foreach (var one in list ?? [])
        {
            if (PathElements.Of(one, shape) is { } element)
            {
                index.TryAdd(element, one);
            }
        }

        return index;
    }

    private static IEnumerable<string> Names(JsonObject? old, JsonObject? value) =>
        (old ?? []).Select(member => member.Key).Union((value ?? []).Select(member => member.Key));

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

    /// <summary>The same place in the three trees.</summary>
    private readonly record struct Place(FieldTree Added, FieldTree Modified, FieldTree Removed)
    {
        public Place Child(string element) => new(Added.Child(element), Modified.Child(element), Removed.Child(element));
    }
}
