using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Patching;

/// <summary>Strategic merge patch: a merge patch that knows by the schema which lists merge by which key, with its directives.</summary>
public static class StrategicMergePatch
{
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
        if (PatchDirectives.Whole(patch) is { } whole)
        {
            return whole;
        }

        PatchDirectives.Retain(target, patch);
        var ordered = PatchDirectives.Orders(target, patch, schema);
        foreach (var (name, value) in patch)
        {
            if (!name.StartsWith('$'))
            {
                MergeMember(target, name, value, schema?.Fields.GetValueOrDefault(name), patch);
            }
        }

        foreach (var (name, value) in patch.Where(member => member.Key.StartsWith(PatchDirectives.DeleteFromList, StringComparison.Ordinal)))
        {
            DeleteValues(target, name[PatchDirectives.DeleteFromList.Length..], value);
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

    private static void MergeMember(JsonObject target, string name, JsonNode? value, FieldSchema? field, JsonObject patch)
    {
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject inner:
                var present = Detach(target, name) as JsonObject;
                if (present is null && inner[PatchDirectives.Directive].Text() == "delete")
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
        if (PatchDirectives.Whole(patch) is { } whole)
        {
            return whole;
        }

        foreach (var (name, value) in patch.Where(member => member.Key != PatchDirectives.Directive))
        {
            if (value is not null)
            {
                target[name] = value is JsonObject inner && Detach(target, name) is JsonObject present
                    ? MergeObject(present, inner, elements)
                    : value.DeepClone();
            }
        }

        NullMembers.Remove(target, patch);
        return target;
    }

    private static JsonArray MergeList(JsonArray target, JsonArray patch, FieldSchema field)
    {
        var key = field.PatchMergeKey!;
        var elements = patch.Select(element => element as JsonObject ?? throw new DirectiveFault($"the list {field.JsonName} merges objects by {key}, but the patch holds something else")).ToList();
        PatchDirectives.CheckElements(elements, key);
        if (elements.Any(element => element[PatchDirectives.Directive].Text() == "replace"))
        {
            return [.. elements.Where(element => !element.ContainsKey(PatchDirectives.Directive)).Select(PatchDirectives.Plain)];
        }

        if (elements.FirstOrDefault(element => element[key] is null) is { } keyless)
        {
            throw PatchDirectives.NoKey(keyless, key);
        }

        var original = PatchDirectives.Copy(target);
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

    private static JsonArray MergeValues(JsonArray target, JsonArray patch)
    {
        var present = target.Select(PatchDirectives.Written).ToHashSet();
        foreach (var value in patch.Where(value => present.Add(PatchDirectives.Written(value))))
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
            var gone = deleted.Select(PatchDirectives.Written).ToHashSet();
            list.RemoveAll(present => gone.Contains(PatchDirectives.Written(present)));
        }
    }

    private static bool IsDeletion(JsonObject element) => element[PatchDirectives.Directive].Text() == "delete";

    private static JsonNode? Detach(JsonObject owner, string name)
    {
        var value = owner[name];
        owner.Remove(name);
        return value;
    }
}
