using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Patching;

/// <summary>The directives of strategic merge patches: members whose names begin with a dollar sign.</summary>
internal static class PatchDirectives
{
    public const string Directive = "$patch";
    public const string DeleteFromList = "$deleteFromPrimitiveList/";
    private const string RetainKeys = "$retainKeys";
    private const string ElementOrder = "$setElementOrder/";

    /// <summary>What a directive makes of an object as a whole; null where there is none.</summary>
    public static JsonObject? Whole(JsonObject patch) => !patch.TryGetPropertyValue(Directive, out var directive) ? null
        : directive.Text() switch
        {
            "replace" => Plain(patch),
            "delete" => [],
            _ => throw new DirectiveFault($"unknown patch type: {GoText.Of(directive)} in map: {GoText.Of(patch)}"),
        };

    /// <summary>Drops what the patch does not list under <c>$retainKeys</c>; all that it sets has to be listed.</summary>
    public static void Retain(JsonObject target, JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(RetainKeys, out var directive))
        {
            return;
        }

        var keep = directive is JsonArray listed ? listed.Select(one => one.Text()).ToHashSet() : throw new DirectiveFault("invalid patch format of retainKeys");
        if (patch.Any(member => member.Value is not null && !member.Key.StartsWith('$') && !keep.Contains(member.Key)))
        {
            throw new DirectiveFault("invalid patch format of retainKeys");
        }

        foreach (var name in target.Select(member => member.Key).Where(name => !keep.Contains(name)).ToList())
        {
            target.Remove(name);
        }
    }

    /// <summary>The orders that the patch asks for, each with the list as it is before the patch.</summary>
    public static List<(string Name, IReadOnlyList<JsonNode?> Wanted, IReadOnlyList<JsonNode?> Original)> Orders(JsonObject target, JsonObject patch, TypeSchema? schema)
    {
        var orders = new List<(string, IReadOnlyList<JsonNode?>, IReadOnlyList<JsonNode?>)>();
        foreach (var (directive, value) in patch.Where(member => member.Key.StartsWith("$setElementOrder", StringComparison.Ordinal)))
        {
            if (value is not JsonArray wanted)
            {
                throw new DirectiveFault($"expected a []interface {{}}, but received a {GoText.TypeOf(value)}");
            }

            var name = directive.StartsWith(ElementOrder, StringComparison.Ordinal) ? directive[ElementOrder.Length..] : throw new DirectiveFault("invalid patch format of setElementOrder list");
            if (patch[name] is JsonArray list)
            {
                CheckOrder(list, wanted, schema?.Fields.GetValueOrDefault(name)?.PatchMergeKey);
            }

            orders.Add((name, [.. wanted], Copy(target[name])));
        }

        return orders;
    }

    /// <summary>The elements that the patch sets have to stand in the order that it asks for.</summary>
    private static void CheckOrder(JsonArray list, JsonArray wanted, string? key)
    {
        if (wanted.Count == 0)
        {
            return;
        }

        string KeyOf(JsonNode? element) => Written(key is null ? element : element.At(key));
        var place = 0;
        foreach (var element in list.Where(element => element is not JsonObject one || !one.ContainsKey(Directive)))
        {
            while (place < wanted.Count && KeyOf(wanted[place]) != KeyOf(element))
            {
                place++;
            }

            if (place++ >= wanted.Count)
            {
                throw new DirectiveFault($"The order in patch list:\n{GoText.Of(list)}\n doesn't match $setElementOrder list:\n{GoText.Of(wanted)}\n");
            }
        }
    }

    /// <summary>Elements may be deleted by their key, or one of them says that the others replace the list.</summary>
    public static void CheckElements(IEnumerable<JsonObject> elements, string key)
    {
        foreach (var element in elements.Where(element => element.ContainsKey(Directive)))
        {
            var fault = element[Directive].Text() switch
            {
                "delete" => element[key] is null ? NoKey(element, key) : null,
                "replace" => null,
                "merge" => new DirectiveFault("merging lists cannot yet be specified in the patch"),
                _ => new DirectiveFault($"unknown patch type: {GoText.Of(element[Directive])} in map: {GoText.Of(element)}"),
            };
            if (fault is not null)
            {
                throw fault;
            }
        }
    }

    /// <summary>That an element does not say which one of the list it is.</summary>
    public static DirectiveFault NoKey(JsonObject element, string key) => new($"map: {GoText.Of(element)} does not contain declared merge key: {key}");

    /// <summary>A value as text, by which values are told apart.</summary>
    public static string Written(JsonNode? value) => value?.ToJsonString() ?? "null";

    /// <summary>The elements of a list as they are now; none of what is no list.</summary>
    public static List<JsonNode?> Copy(JsonNode? list) => list is JsonArray elements ? [.. elements.Select(element => element?.DeepClone())] : [];

    /// <summary>A copy without its directive.</summary>
    public static JsonObject Plain(JsonObject element)
    {
        var copy = (JsonObject)element.DeepClone();
        copy.Remove(Directive);
        return copy;
    }
}
