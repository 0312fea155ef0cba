using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Admission;
using CloudOrchestrator.Resources.Kinds.Certificates;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apiextensions;

/// <summary>Rules of how the versions of a custom kind are converted. Fields are called as Kubernetes calls them within itself, as in its messages.</summary>
internal static class ConversionValidation
{
    private static readonly string[] Known = ["v1", "v1beta1"];

    /// <param name="conversion">The conversion.</param>
    /// <param name="old">The definition before; null on create.</param>
    /// <param name="at">Where the conversion stands.</param>
    public static IEnumerable<FieldError> Validate(JsonNode? conversion, JsonObject? old, string at)
    {
        var strategy = conversion.Text("strategy") ?? "";
        return conversion is null ? []
            : strategy.Length == 0 ? [Faults.Required($"{at}.strategy")]
            : strategy == "Webhook" ? Webhook(conversion["webhook"], old, at)
            : strategy != "None" ? [Faults.NotSupported($"{at}.strategy", strategy, "None", "Webhook")]
            : conversion["webhook"] is { } webhook ? Superfluous(webhook, at)
            : [];
    }

    private static IEnumerable<FieldError> Superfluous(JsonNode webhook, string at) =>
        new[] { ("clientConfig", "webhookClientConfig"), ("conversionReviewVersions", "conversionReviewVersions") }
            .Where(field => webhook[field.Item1] is not null and not JsonArray { Count: 0 })
            .Select(field => Faults.Forbidden($"{at}.{field.Item2}", "should not be set when strategy is not set to Webhook"));

    private static IEnumerable<FieldError> Webhook(JsonNode? webhook, JsonObject? old, string at)
    {
        var client = webhook?["clientConfig"];
        var errors = client is null
            ? [Faults.Required($"{at}.webhookClientConfig", "required when strategy is set to Webhook")]
            : WebhookClientValidation.Validate(client, $"{at}.webhookClientConfig").Concat(Authorities(client, old, $"{at}.webhookClientConfig.caBundle"));
        return errors.Concat(Versions(webhook, old, $"{at}.conversionReviewVersions"));
    }

    /// <summary>Authorities that cannot be read are taken as long as nothing is served yet, or where they could not be read before.</summary>
    private static IEnumerable<FieldError> Authorities(JsonNode client, JsonObject? old, string at)
    {
        var isServed = old.Objects("status", "conditions").Any(one => one.Text("type") == "Established" && one.Text("status") == "True");
        return isServed && Fault(client) is { } fault && Fault(old.At("spec", "conversion", "webhook", "clientConfig")) is null ? [Faults.Invalid(at, client["caBundle"]?.DeepClone(), fault)] : [];

        static string? Fault(JsonNode? config) => config.Text("caBundle") is { Length: > 0 } bundle ? PemBlocks.AuthoritiesFault(bundle) : null;
    }

    private static IEnumerable<FieldError> Versions(JsonNode? webhook, JsonObject? old, string at)
    {
        var versions = webhook.Texts("conversionReviewVersions").ToList();
        if (versions.Count == 0)
        {
            return [Faults.Required(at)];
        }

        var seen = new HashSet<string>();
        var errors = versions.SelectMany((version, index) => seen.Add(version)
            ? Faults.Each($"{at}[{index}]", version, NameRules.ServiceFaults(version))
            : [Faults.Invalid($"{at}[{index}]", version, "duplicate version")]).ToList();
        var before = old.Texts("spec", "conversion", "webhook", "conversionReviewVersions").ToList();
        var mayBeUnknown = before.Count > 0 && !before.Any(Known.Contains);
        return mayBeUnknown || versions.Any(Known.Contains)
            ? errors
            : errors.Append(Faults.Invalid(at, webhook!["conversionReviewVersions"]?.DeepClone(), $"must include at least one of {string.Join(", ", Known)}"));
    }
}
