using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Patching;

/// <summary>Strategic merge patch: a merge patch that knows by the schema which lists merge by which key, with its directives.</summary>
public static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeleteFromList = "$deleteFromPrimitiveList/";
    private const string ElementOrder = "$setElementOrder/";

    /// <summary>Applies a patch to a copy of the document.</summary>
    public static PatchOutcome Apply(JsonObject original, JsonObject patch, TypeSchema schema)
    {
        try
        {
            return new PatchOutcome.Patched(MergeObject((JsonObject)original.DeepClone(), patch, schema));
        }
        catch (DirectiveFault fault)
        {
            return fault.IsUnprocessable ? new PatchOutcome.Failed(new Refusal.Unprocessable(fault.Message)) : PatchOutcome.Bad(fault.Message);
        }
    }

    private static JsonObject MergeObject(JsonObject target, JsonObject patch, TypeSchema? schema)
    {
        if (Whole(patch) is { } whole)
        {
            return whole;
        }

        Retain(target, patch);
        var ordered = Orders(target, patch, schema);
        foreach (var (name, value) in patch)
        {
            if (!name.StartsWith('$'))
            {
                MergeMember(target, name, value, schema?.Fields.GetValueOrDefault(name), patch);
            }
        }

        foreach (var (name, value) in patch.Where(member => member.Key.StartsWith(DeleteFromList, StringComparison.Ordinal)))
        {
            DeleteValues(target, name[DeleteFromList.Length..], value);
        }

        foreach (var (name, wanted, original) in ordered)
        {
            if (target[name] is JsonArray list)
            {
                ListOrder.Apply(list, original, wanted, schema?.Fields.GetValueOrDefault(name)?.PatchMergeKey);
            }
        }

        return target;
    }

    /// <summary>What a directive makes of an object as a whole; null where there is none.</summary>
    private static JsonObject? Whole(JsonObject patch) => !patch.TryGetPropertyValue(Directive, out var directive) ? null
        : TextOf(directive) switch
        {
            "replace" => Plain(patch),
            "delete" => [],
            _ => throw new DirectiveFault($"unknown patch type: {GoText.Of(directive)} in map: {GoText.Of(patch)}"),
        };

    /// <summary>Drops what the patch does not list under <c>$retainKeys</c>; all that it sets has to be listed.</summary>
    private static void Retain(JsonObject target, JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(RetainKeys, out var directive))
        {
            return;
        }

        var keep = directive is JsonArray listed ? listed.Select(TextOf).ToHashSet() : throw new DirectiveFault("invalid patch format of retainKeys");
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
    private static List<(string Name, IReadOnlyList<JsonNode?> Wanted, IReadOnlyList<JsonNode?> Original)> Orders(JsonObject target, JsonObject patch, TypeSchema? schema)
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

    private static void MergeMember(JsonObject target, string name, JsonNode? value, FieldSchema? field, JsonObject patch)
    {
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject inner:
                var present = Detach(target, name) as JsonObject;
                if (present is null && TextOf(inner[Directive]) == "delete")
                {
                    break;
                }

                present ??= [];
                target[name] = field is { Map: true }
                    ? MergeMap(present, inner, field.Type)
                    : MergeObject(present, inner, field?.Type);
                break;
            case JsonArray list when field is { Repeated: true } && list.Any(element => element is JsonArray):
                throw new DirectiveFault("lists of lists are not supported", isUnprocessable: true);
            case JsonArray list when field is { Repeated: true, PatchMergeKey: not null }:
                target[name] = MergeList(Detach(target, name) as JsonArray ?? [], list, field);
                break;
            case JsonArray list when field is { PatchMergeValues: true }:
                target[name] = MergeValues(Detach(target, name) as JsonArray ?? [], list);
                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    private static JsonObject MergeMap(JsonObject target, JsonObject patch, TypeSchema? elements)
    {
        if (Whole(patch) is { } whole)
        {
            return whole;
        }

        foreach (var (name, value) in patch.Where(member => member.Key != Directive))
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = value is JsonObject inner && Detach(target, name) is JsonObject present
                    ? MergeObject(present, inner, elements)
                    : value.DeepClone();
            }
        }

        return target;
    }

    private static JsonArray MergeList(JsonArray target, JsonArray patch, FieldSchema field)
    {
        var key = field.PatchMergeKey!;
        var elements = patch.Select(element => element as JsonObject ?? throw new DirectiveFault($"the list {field.JsonName} merges objects by {key}, but the patch holds something else")).ToList();
        CheckDirectives(elements, key);
        if (elements.Any(element => TextOf(element[Directive]) == "replace"))
        {
            return [.. elements.Where(element => !element.ContainsKey(Directive)).Select(Plain)];
        }

        if (elements.FirstOrDefault(element => element[key] is null) is { } keyless)
        {
            throw NoKey(keyless, key);
        }

        var original = Copy(target);
        var deleted = elements.Where(IsDeletion).Select(element => element[key]!.ToJsonString()).ToHashSet();
        target.RemoveAll(element => deleted.Contains(element.At(key)?.ToJsonString() ?? ""));
        var places = new Dictionary<string, int>();
        for (var place = 0; place < target.Count; place++)
        {
            places.TryAdd(target[place].At(key)?.ToJsonString() ?? "", place);
        }

        foreach (var element in elements.Where(element => !IsDeletion(element)))
        {
            if (places.TryGetValue(element[key]!.ToJsonString(), out var index))
            {
                var present = (JsonObject)target[index]!;
                target[index] = new JsonObject();
                target[index] = MergeObject(present, element, field.Type);
            }
            else
            {
                places.Add(element[key]!.ToJsonString(), target.Count);
                target.Add(MergeObject([], element, field.Type));
            }
        }

        ListOrder.Apply(target, original, elements, key);
        return target;
    }

    /// <summary>Elements may be deleted by their key, or one of them says that the others replace the list.</summary>
    private static void CheckDirectives(IEnumerable<JsonObject> elements, string key)
    {
        foreach (var element in elements.Where(element => element.ContainsKey(Directive)))
        {
            var fault = TextOf(element[Directive]) switch
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

    private static DirectiveFault NoKey(JsonObject element, string key) => new($"map: {GoText.Of(element)} does not contain declared merge key: {key}");

    private static JsonArray MergeValues(JsonArray target, JsonArray patch)
    {
        var present = target.Select(Written).ToHashSet();
        foreach (var value in patch.Where(value => present.Add(Written(value))))
        {
            target.Add(value?.DeepClone());
        }

        return target;
    }

    private static void DeleteValues(JsonObject target, string name, JsonNode? values)
    {
        if (values is not (null or JsonArray))
        {
            throw new DirectiveFault("invalid patch format of primitive list");
        }

        if (target[name] is JsonArray list && values is JsonArray deleted)
        {
            var gone = deleted.Select(Written).ToHashSet();
            list.RemoveAll(present => gone.Contains(Written(present)));
        }
    }

    private static bool IsDeletion(JsonObject element) => TextOf(element[Directive]) == "delete";

    private static string Written(JsonNode? value) => value?.ToJsonString() ?? "null";

    private static List<JsonNode?> Copy(JsonNode? list) => list is JsonArray elements ? [.. elements.Select(element => element?.DeepClone())] : [];

    private static JsonObject Plain(JsonObject element)
    {
        var copy = (JsonObject)element.DeepClone();
        copy.Remove(Directive);
        return copy;
    }

    private static JsonNode? Detach(JsonObject owner, string name)
    {
        var value = owner[name];
        owner.Remove(name);
        return value;
    }

    private static string? TextOf(JsonNode? value) => value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Ends the walk through a patch; never leaves this class.</summary>
    private sealed class DirectiveFault(string message, bool isUnprocessable = false) : Exception(message)
    {
        public bool IsUnprocessable { get; } = isUnprocessable;
    }
}
