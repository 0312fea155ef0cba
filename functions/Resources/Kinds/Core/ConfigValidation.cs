using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of ConfigMaps, and those that Secrets share.</summary>
internal static class ConfigValidation
{
    /// <summary>Most bytes of all values together.</summary>
    public const int BytesMax = 1024 * 1024;

    public static IEnumerable<FieldError> ConfigMap(JsonObject item, JsonObject? old)
    {
        var errors = Immutable(item, old, "data", "binaryData")
            .Concat(Keys(item, "data"))
            .Concat(item.Map("data").Keys.Intersect(item.Map("binaryData").Keys).Select(key => Faults.Invalid($"data[{key}]", key, "duplicate of key present in binaryData")))
            .Concat(Keys(item, "binaryData"));

        // The place is that of the whole object, which Kubernetes writes so.
        return Bytes(item, isEncoded: false, "data") + Bytes(item, isEncoded: true, "binaryData") > BytesMax ? errors.Append(Faults.TooLong("[]", BytesMax)) : errors;
    }

    public static IEnumerable<FieldError> Keys(JsonObject item, string field) =>
        item.Map(field).Keys.SelectMany(key => Faults.Each($"{field}[{key}]", key, NameRules.ConfigKeyFaults(key)));

    /// <summary>The bytes of all values of a map, once they are decoded.</summary>
    public static int Bytes(JsonObject item, bool isEncoded, string field) =>
        item.Map(field).Values.Sum(value => isEncoded ? Base64.IsValid(value, out var length) ? length : 0 : Encoding.UTF8.GetByteCount(value));

    public static IEnumerable<FieldError> Immutable(JsonObject item, JsonObject? old, params string[] fields)
    {
        if (!old.Flag("immutable"))
        {
            yield break;
        }

        if (!item.Flag("immutable"))
        {
            yield return Faults.Forbidden("immutable", "field is immutable when `immutable` is set");
        }

        foreach (var field in fields.Where(field => !JsonNode.DeepEquals(item[field], old![field])))
        {
            yield return Faults.Forbidden(field, "field is immutable when `immutable` is set");
        }
    }
}
