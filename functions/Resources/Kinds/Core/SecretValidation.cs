using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of Secrets: what each known type must hold.</summary>
internal static class SecretValidation
{
    private const string AccountName = "kubernetes.io/service-account.name";

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var errors = ConfigValidation.Immutable(item, old, "data");
        if (old is not null && old.Text("type") != item.Text("type"))
        {
            errors = errors.Prepend(Faults.Immutable("type", item["type"]));
        }

        errors = errors.Concat(ConfigValidation.Keys(item, "data"));
        if (ConfigValidation.Bytes(item, isEncoded: true, "data") > ConfigValidation.BytesMax)
        {
            errors = errors.Append(Faults.TooLong("data", ConfigValidation.BytesMax));
        }

        return errors.Concat(Typed(item));
    }

    private static IEnumerable<FieldError> Typed(JsonObject item) => item.Text("type") switch
    {
        "kubernetes.io/service-account-token" => string.IsNullOrEmpty(item.Text("metadata", "annotations", AccountName)) ? [Faults.Required($"metadata.annotations[{AccountName}]")] : [],
        "kubernetes.io/dockercfg" => Json(item, ".dockercfg"),
        "kubernetes.io/dockerconfigjson" => Json(item, ".dockerconfigjson"),
        "kubernetes.io/basic-auth" => Has(item, "username") || Has(item, "password") ? [] : [Missing("username"), Missing("password")],
        "kubernetes.io/ssh-auth" => string.IsNullOrEmpty(item.Text("data", "ssh-privatekey")) ? [Missing("ssh-privatekey")] : [],
        "kubernetes.io/tls" => new[] { "tls.crt", "tls.key" }.Where(key => !Has(item, key)).Select(Missing),
        _ => [],
    };

    /// <summary>A key that holds a JSON object. What it holds instead is not said.</summary>
    private static IEnumerable<FieldError> Json(JsonObject item, string key) =>
        !Has(item, key) ? [Missing(key)]
        : GoJson.ObjectFault(Convert.FromBase64String(item.Text("data", key) ?? "")) is { } fault ? [Faults.Invalid($"data[{key}]", "<secret contents redacted>", fault)]
        : [];

    private static bool Has(JsonObject item, string key) => item["data"] is JsonObject data && data.ContainsKey(key);

    private static FieldError Missing(string key) => Faults.Required($"data[{key}]");
}
