using System.Text.Json.Nodes;
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
            return PatchOutcome.Bad(fault.Message);
        }
    }

    private static JsonObject MergeObject(JsonObject target, JsonObject patch, TypeSchema? schema)
    {
        switch (TextOf(patch[Directive]))
        {
            case "replace":
                var replaced = (JsonObject)patch.DeepClone();
                replaced.Remove(Directive);
                return replaced;
            case "delete":
                return [];
            case null or "merge":
                break;
            case var unknown:
                throw new DirectiveFault($"unknown patch type {unknown}");
        }

        var ordered = patch
            .Where(member => member.Key.StartsWith(ElementOrder, StringComparison.Ordinal))
            .Select(member => (Name: member.Key[ElementOrder.Length..], Wanted: member.Value as JsonArray))
            .Select(order => (order.Name, order.Wanted, Original: Copy(target[order.Name])))
            .ToList();
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
            if (target[name] is JsonArray list && wanted is not null)
            {
                ListOrder.Apply(list, original, [.. wanted], schema?.Fields.GetValueOrDefault(name)?.PatchMergeKey);
            }
        }

        if (patch[RetainKeys] is JsonArray retained)
        {
            var keep = retained.Select(TextOf).ToHashSet();
            foreach (var name in target.Select(member => member.Key).Where(name => !keep.Contains(name)).ToList())
            {
                target.Remove(name);
            }
        }

        return target;
    }

    private static void MergeMember(JsonObject target, string name, JsonNode? value, FieldSchema? field, JsonObject patch)
    {
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject inner:
                var present = Detach(target, name) as JsonObject ?? [];
                if (TextOf(inner[Directive]) != "delete")
                {
                    target[name] = field is { Map: true }
                        ? MergeMap(present, inner, field.Type)
                        : MergeObject(present, inner, field?.Type);
                }

                break;
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
        if (TextOf(patch[Directive]) == "replace")
        {
            target = [];
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
        if (elements.Any(element => TextOf(element[Directive]) == "replace" && element[key] is null))
        {
            return [.. elements.Where(element => element[Directive] is null || element[key] is not null).Select(Plain)];
        }

        var original = Copy(target);
        foreach (var element in elements)
        {
            var value = element[key] ?? throw new DirectiveFault($"map: {element.ToJsonString()} does not contain declared merge key: {key}");
            var index = IndexOf(target, key, value);
            switch (TextOf(element[Directive]))
            {
                case "delete":
                    for (; index >= 0; index = IndexOf(target, key, value))
                    {
                        target.RemoveAt(index);
                    }

                    break;
                case "replace" when index >= 0:
                    target[index] = Plain(element);
                    break;
                case null or "merge" when index >= 0:
                    var present = (JsonObject)target[index]!;
                    target[index] = new JsonObject();
                    target[index] = MergeObject(present, element, field.Type);
                    break;
                default:
                    target.Add(MergeObject([], Plain(element), field.Type));
                    break;
            }
        }

        ListOrder.Apply(target, original, elements, key);
        return target;
    }

    private static JsonArray MergeValues(JsonArray target, JsonArray patch)
    {
        foreach (var value in patch.Where(value => !target.Any(present => JsonNode.DeepEquals(present, value))).ToList())
        {
            target.Add(value?.DeepClone());
        }

        return target;
    }

    private static void DeleteValues(JsonObject target, string name, JsonNode? values)
    {
        if (target[name] is JsonArray list && values is JsonArray deleted)
        {
            foreach (var value in list.Where(present => deleted.Any(one => JsonNode.DeepEquals(present, one))).ToList())
            {
                list.Remove(value);
            }
        }
    }

    private static int IndexOf(JsonArray list, string key, JsonNode value)
    {
        for (var index = 0; index < list.Count; index++)
        {
            if (JsonNode.DeepEquals(list[index]?[key], value))
            {
                return index;
            }
        }

        return -1;
    }

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
    private sealed class DirectiveFault(string message) : Exception(message);
}
