using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apiextensions;

/// <summary>Rules of how the versions of a custom kind are converted.</summary>
internal static class ConversionValidation
{
    public static IEnumerable<FieldError> Validate(JsonNode? conversion, string at)
    {
        var strategy = conversion.Text("strategy") ?? "";
        return conversion is null ? []
            : strategy.Length == 0 ? [Faults.Required($"{at}.strategy")]
            : strategy == "Webhook" ? Webhook(conversion["webhook"], $"{at}.webhook")
            : strategy != "None" ? [Faults.NotSupported($"{at}.strategy", strategy, "None", "Webhook")]
            : conversion["webhook"] is not null ? [Faults.Forbidden($"{at}.webhook", "should not be set when strategy is not set to Webhook")]
            : [];
    }

    private static IEnumerable<FieldError> Webhook(JsonNode? webhook, string at)
    {
        var client = webhook?["clientConfig"];
        if (client is null)
        {
            yield return Faults.Required($"{at}.clientConfig", "required when strategy is set to Webhook");
        }
        else if (client["url"] is null == client["service"] is null)
        {
            yield return Faults.Required($"{at}.clientConfig", "exactly one of url or service is required");
        }
        else if (client.Text("url") is { } url && !url.StartsWith("https://", StringComparison.Ordinal))
        {
            yield return Faults.Invalid($"{at}.clientConfig.url", url, "'https' is the only allowed URL scheme");
        }
        else if (client["service"] is { } service)
        {
            foreach (var name in new[] { "name", "namespace" }.Where(name => string.IsNullOrEmpty(service.Text(name))))
            {
                yield return Faults.Required($"{at}.clientConfig.service.{name}", $"service {name} is required");
            }
        }

        var versions = webhook.Texts("conversionReviewVersions").ToList();
        if (versions.Count == 0)
        {
            yield return Faults.Required($"{at}.conversionReviewVersions");
        }
        else if (!versions.Any(version => version is "v1" or "v1beta1"))
        {
            yield return Faults.Invalid($"{at}.conversionReviewVersions", webhook!["conversionReviewVersions"], "must include at least one of v1, v1beta1");
        }
    }
}
