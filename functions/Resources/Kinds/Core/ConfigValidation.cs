using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of ConfigMaps and Secrets.</summary>
internal static class ConfigValidation
{
    /// <summary>Most bytes of all values together.</summary>
    private const int BytesMax = 1024 * 1024;

    public static IEnumerable<FieldError> ConfigMap(JsonObject item, JsonObject? old) =>
        Keys(item, "data").Concat(Keys(item, "binaryData")).Concat(Immutable(item, old, "data", "binaryData"))
            .Concat(item.Map("data").Keys.Intersect(item.Map("binaryData").Keys).Select(key => Faults.Invalid($"data[{key}]", key, "duplicate of key present in binaryData")));

    public static IEnumerable<FieldError> Secret(JsonObject item, JsonObject? old)
    {
        foreach (var error in Keys(item, "data").Concat(Immutable(item, old, "data")))
        {
            yield return error;
        }

        if (old is not null && old.Text("type") != item.Text("type"))
        {
            yield return Faults.Invalid("type", item["type"], "field is immutable");
        }

        foreach (var key in RequiredKeys(item.Text("type")).Where(key => !item.Map("data").ContainsKey(key)))
        {
            yield return Faults.Required($"data[{key}]");
        }
    }

    private static string[] RequiredKeys(string? type) => type switch
    {
        "kubernetes.io/tls" => ["tls.crt", "tls.key"],
        "kubernetes.io/dockerconfigjson" => [".dockerconfigjson"],
        "kubernetes.io/ssh-auth" => ["ssh-privatekey"],
        _ => [],
    };

    private static IEnumerable<FieldError> Keys(JsonObject item, string field)
    {
        var bytes = 0;
        foreach (var (key, value) in item.Map(field))
        {
            bytes += Encoding.UTF8.GetByteCount(value);
            foreach (var error in Faults.Each($"{field}[{key}]", key, NameRules.ConfigKeyFaults(key)))
            {
                yield return error;
            }
        }

        if (bytes > BytesMax)
        {
            yield return Faults.TooLong(field, BytesMax);
        }
    }

    private static IEnumerable<FieldError> Immutable(JsonObject item, JsonObject? old, params string[] fields)
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
