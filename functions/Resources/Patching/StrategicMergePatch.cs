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

        if (elements.FirstOrDefault(element => element[key] is null) is { } keyless)
        {
            throw new DirectiveFault($"map: {keyless.ToJsonString()} does not contain declared merge key: {key}");
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
            var index = places.GetValueOrDefault(element[key]!.ToJsonString(), -1);
            switch (TextOf(element[Directive]))
            {
                case "replace" when index >= 0:
                    target[index] = Plain(element);
                    break;
                case null or "merge" when index >= 0:
                    var present = (JsonObject)target[index]!;
                    target[index] = new JsonObject();
                    target[index] = MergeObject(present, element, field.Type);
                    break;
                default:
                    places.Add(element[key]!.ToJsonString(), target.Count);
                    target.Add(MergeObject([], Plain(element), field.Type));
                    break;
            }
        }

        ListOrder.Apply(target, original, elements, key);
        return target;
    }

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
    private sealed class DirectiveFault(string message) : Exception(message);
}
