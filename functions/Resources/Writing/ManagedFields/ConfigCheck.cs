using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>Checks an applied configuration against its type. Unlike a document it must not hold fields that the type does not have, since nobody
/// could own them, and the elements of its lists must be told apart.</summary>
public static class ConfigCheck
{
    /// <summary>Most faults that are reported of one configuration.</summary>
    private const int FaultsMax = 100;

    /// <summary>What is wrong, in Kubernetes' words, each with its path, such as <c>.spec.foo: field not declared in schema</c>.</summary>
    public static IReadOnlyList<string> Faults(JsonObject config, TypeSchema schema)
    {
        var faults = new List<string>();
        Members("", config, schema, faults, isRoot: true);
        return faults;
    }

    private static void Members(string at, JsonObject members, TypeSchema schema, List<string> faults, bool isRoot)
    {
        foreach (var (name, value) in members)
        {
            if (name is "apiVersion" or "kind" && (isRoot || schema.IsApiObject))
            {
                if (!isRoot && value is not null && Scalar(value, ValueKind.String) is { } fault)
                {
                    Report(faults, $"{at}.{name}: {fault}");
                }
            }
            else if (schema.FieldOf(name) is { } field)
            {
                Check($"{at}.{name}", value, field, faults);
            }
            else
            {
                Report(faults, $"{at}.{name}: field not declared in schema");
            }
        }
    }

    private static void Check(string at, JsonNode? value, FieldSchema field, List<string> faults)
    {
        switch (value)
        {
            case null:
                break;
            case JsonArray elements when field.Repeated:
                Elements(at, elements, field, faults);
                break;
            case JsonObject values when field.Map:
                foreach (var (key, one) in values)
                {
                    Value($"{at}.{key}", one, field, faults);
                }

                break;
            case not null when field.Repeated || field.Map:
                Report(faults, $"{at}: expected {(field.Repeated ? "list" : "map")}, got &{{{GoText.Of(value)}}}");
                break;
            default:
                One(at, value, field, faults);
                break;
        }
    }

    /// <summary>One value of a map.</summary>
    private static void Value(string at, JsonNode? value, FieldSchema map, List<string> faults)
    {
        if (map.Inner is { } inner)
        {
            Check(at, value, inner, faults);
        }
        else
        {
            One(at, value, map, faults);
        }
    }

    private static void Elements(string at, JsonArray elements, FieldSchema field, List<string> faults)
    {
        var shape = FieldShape.Of(field);
        var seen = new HashSet<string>();
        for (var index = 0; index < elements.Count; index++)
        {
            if (Fault(elements[index], shape) is { } fault)
            {
                Report(faults, $"{at}: element {index}: {fault}");
                continue;
            }

            var element = PathElements.Of(elements[index], shape);
            if (element is not null && !seen.Add(element))
            {
                Report(faults, $"{at}: duplicate entries for key {PathElements.Shown(element)}");
            }

            One(at + (element is null ? $"[{index}]" : PathElements.Shown(element)), elements[index], field, faults);
        }
    }

    /// <summary>Why an element of a list that merges cannot be told from others, or null.</summary>
    private static string? Fault(JsonNode? element, FieldShape list) => (list.Form, element) switch
    {
        (FieldForm.ListMap, null) => "associative list with keys may not have a null element",
        (FieldForm.ListMap, JsonObject one) => Missing(one, list.Field!) is { } missing
            ? $"associative list with keys has an element that omits key field \"{missing}\" (and doesn't have default value)"
            : null,
        (FieldForm.ListMap, _) => "associative list with keys may not have non-map elements",
        (FieldForm.Set, null) => "associative list without keys has an element that's an explicit null",
        (FieldForm.Set, JsonObject) => "associative list without keys has an element that's a map type",
        (FieldForm.Set, JsonArray) => "not supported: associative list with lists as elements",
        _ => null,
    };

    private static string? Missing(JsonObject element, FieldSchema list) =>
        list.ListMapKeys.FirstOrDefault(key => !element.ContainsKey(key) && !list.ListMapKeyDefaults.ContainsKey(key));

    /// <summary>One value of a field: itself, an element of its list, or a value of its map.</summary>
    private static void One(string at, JsonNode? value, FieldSchema field, List<string> faults)
    {
        switch (value)
        {
            case null:
            case not null when field.Kind is ValueKind.Raw or ValueKind.Json or ValueKind.SchemaOrBool or ValueKind.SchemaOrList or ValueKind.SchemaOrStrings:
            case JsonArray when field.Type is { Fields.Count: 1 } list && list.Fields.ContainsKey("items"):
                break;
            case JsonObject members when field.Type is { } type:
                Members(at, members, type, faults, isRoot: false);
                break;
            case not null when field.Type is not null:
                Report(faults, $"{at}: expected map, got &{{{GoText.Of(value)}}}");
                break;
            case not null when Scalar(value, field.Kind) is { } fault:
                Report(faults, $"{at}: {fault}");
                break;
        }
    }

    private static string? Scalar(JsonNode value, ValueKind kind)
    {
        var found = value.GetValueKind();
        return kind switch
        {
            ValueKind.String or ValueKind.Bytes when found != JsonValueKind.String => $"expected string, got &value.valueUnstructured{{Value:{GoText.Of(value)}}}",
            ValueKind.Int32 or ValueKind.Int64 or ValueKind.Double when found != JsonValueKind.Number => $"expected numeric (int or float), got {GoText.TypeOf(value)}",
            ValueKind.Bool when found is not (JsonValueKind.True or JsonValueKind.False) => $"expected boolean, got &{{{GoText.Of(value)}}}",
            _ => null,
        };
    }

    private static void Report(List<string> faults, string fault)
    {
        if (faults.Count < FaultsMax)
        {
            faults.Add(fault);
        }
    }
}
