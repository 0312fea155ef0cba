using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Admission;

/// <summary>Rules of webhooks.</summary>
internal static class WebhookValidation
{
    private static readonly string[] Versions = ["v1", "v1beta1"];
    private static readonly string[] SideEffects = ["None", "NoneOnDryRun"];

    public static IEnumerable<FieldError> Mutating(JsonObject item, JsonObject? old) => All(item, webhook => Choices.OneOfIfSet($"{webhook.At}.reinvocationPolicy", webhook.Item.Text("reinvocationPolicy"), "IfNeeded", "Never"));

    public static IEnumerable<FieldError> Validating(JsonObject item, JsonObject? old) => All(item, static _ => []);

    private static IEnumerable<FieldError> All(JsonObject item, Func<(JsonObject Item, string At), IEnumerable<FieldError>> more)
    {
        var names = new HashSet<string>();
        foreach (var (webhook, index) in item.Objects("webhooks").Select((webhook, index) => (webhook, index)))
        {
            var (at, name) = ($"webhooks[{index}]", webhook.Text("name") ?? "");
            foreach (var error in Webhook(webhook, at, more).Concat(Reviews(webhook, at)))
            {
                yield return error;
            }

            if (name.Length > 0 && !names.Add(name))
            {
                yield return Faults.Duplicate($"{at}.name", name);
            }
        }
    }

    private static IEnumerable<FieldError> Webhook(JsonObject webhook, string at, Func<(JsonObject Item, string At), IEnumerable<FieldError>> more)
    {
        var timeout = webhook.Integer("timeoutSeconds");
        return SegmentNames.FullyQualified($"{at}.name", webhook.Text("name"))
            .Concat(Paths.Numbered(webhook, "rules", at).SelectMany(rule => RuleValidation.Rule(rule.Item, rule.At)))
            .Concat(Choices.OneOfIfSet($"{at}.failurePolicy", webhook.Text("failurePolicy"), "Fail", "Ignore"))
            .Concat(Choices.OneOfIfSet($"{at}.matchPolicy", webhook.Text("matchPolicy"), "Equivalent", "Exact"))
            .Concat(webhook.Text("sideEffects") is { } effects
                ? Choices.OneOf($"{at}.sideEffects", effects, SideEffects)
                : [Faults.Required($"{at}.sideEffects", $"must specify one of {string.Join(", ", SideEffects)}")])
            .Concat(timeout is < 1 or > 30 ? [Faults.Invalid($"{at}.timeoutSeconds", timeout, "the timeout value must be between 1 and 30 seconds")] : [])
            .Concat(SelectorValidation.Validate(webhook["namespaceSelector"], $"{at}.namespaceSelector"))
            .Concat(SelectorValidation.Validate(webhook["objectSelector"], $"{at}.objectSelector"))
            .Concat(more((webhook, at)))
            .Concat(WebhookClientValidation.Validate(webhook["clientConfig"], $"{at}.clientConfig"))
            .Concat(ExpressionValidation.Conditions(webhook, at));
    }

    private static IEnumerable<FieldError> Reviews(JsonObject webhook, string at)
    {
        var known = string.Join(", ", Versions);
        var given = webhook.Texts("admissionReviewVersions").ToList();
        if (given.Count == 0)
        {
            yield return Faults.Required($"{at}.admissionReviewVersions", $"must specify one of {known}");
            yield break;
        }

        var seen = new HashSet<string>();
        foreach (var (version, where) in Choices.Numbered(webhook, "admissionReviewVersions", at))
        {
            foreach (var error in seen.Add(version) ? Faults.Each(where, version, NameRules.ServiceFaults(version)) : [Faults.Invalid(where, version, "duplicate version")])
            {
                yield return error;
            }
        }

        if (!given.Any(Versions.Contains))
        {
            yield return Faults.Invalid($"{at}.admissionReviewVersions", webhook["admissionReviewVersions"], $"must include at least one of {known}");
        }
    }
}
