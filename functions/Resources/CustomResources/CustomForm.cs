using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>The canonical form of custom resources: unknown members and nulls that are no values dropped, members sorted as Go sorts its maps.</summary>
internal static class CustomForm
{
    /// <summary>The canonical form of a document.</summary>
    /// <param name="document">The document; left as it is.</param>
    /// <param name="structure">Its structure.</param>
    /// <param name="metadata">The canonical form of its metadata.</param>
    public static JsonObject Of(JsonObject document, Structure structure, Func<JsonObject, JsonObject> metadata)
    {
        var result = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["kind", "apiVersion"])
        {
            if (document.Text(name) is { } text)
            {
                result[name] = text;
            }
        }

        if (document["metadata"] is JsonObject own)
        {
            result["metadata"] = metadata(own);
        }

        foreach (var (name, value) in document.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (name is not ("kind" or "apiVersion" or "metadata") && IsKept(name, value, structure))
            {
                result[name] = Value(value, structure.Member(name));
            }
        }

        return result;
    }

    /// <summary>The canonical form of a value of which nothing is known.</summary>
    public static JsonNode? Free(JsonNode? value) => Value(value, null);

    private static bool IsKept(string name, JsonNode? value, Structure? structure)
    {
        if (structure is null)
        {
            return true;
        }

        return structure.Member(name) is { } known ? value is not null || !Defaulting.IsDropped(known) : structure.KeepsUnknown || structure.AllowsAny;
    }

    private static JsonNode? Value(JsonNode? value, Structure? structure) => value switch
    {
        JsonObject map => Map(map, structure),
        JsonArray list => new JsonArray([.. list.Select(one => Value(one, structure?.Items))]),
        // What is no integer where one is wanted stays as it was sent, for validation to see.
        JsonValue number when number.GetValueKind() == JsonValueKind.Number =>
            structure is { Type: "integer" } or { IsIntOrString: true } && !GoNumber.IsInteger(number) ? number.DeepClone() : GoNumber.Of(number),
        _ => value?.DeepClone(),
    };

    private static JsonObject Map(JsonObject map, Structure? structure)
    {
        var result = new JsonObject();
        foreach (var (name, value) in map.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (structure is { IsEmbedded: true } && name is "apiVersion" or "kind" or "metadata")
            {
                Embedded(name, value, result);
            }
            else if (IsKept(name, value, structure))
            {
                result[name] = Value(value, structure?.Member(name));
            }
        }

        return result;
    }

    /// <summary>What every object has, of one within the object; without what is of a wrong type, which <see cref="EmbeddedValidation"/> tells of.</summary>
    private static void Embedded(string name, JsonNode? value, JsonObject result)
    {
        if (name == "metadata")
        {
            result[name] = value is null ? new JsonObject() : value is JsonObject own ? CanonicalForm.Metadata(own, []) : value.DeepClone();
        }
        else if (value.Text() is { } text)
        {
            result[name] = text;
        }
    }
}
