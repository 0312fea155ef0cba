using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Selectors;

namespace CloudOrchestrator.Resources.Kinds.Apps;

/// <summary>Rules of what makes pods from a template.</summary>
internal static class WorkloadValidation
{
    private const string PercentMessage = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

    public static IEnumerable<FieldError> ReplicaSet(JsonObject item, JsonObject? old) => Common(item, old);

    public static IEnumerable<FieldError> Deployment(JsonObject item, JsonObject? old) =>
        Common(item, old).Concat(Strategy(item.At("spec", "strategy"), "spec.strategy")).Concat(Progress(item["spec"], "spec"));

    private static IEnumerable<FieldError> Strategy(JsonNode? strategy, string at)
    {
        var type = strategy.Text("type");
        if (type is not ("Recreate" or "RollingUpdate"))
        {
            yield return Faults.NotSupported($"{at}.type", type, "Recreate", "RollingUpdate");
        }

        if (type == "Recreate" && strategy.At("rollingUpdate") is not null)
        {
            yield return Faults.Forbidden($"{at}.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
        }

        if (type != "RollingUpdate")
        {
            yield break;
        }

        var (unavailable, surge) = (strategy.At("rollingUpdate", "maxUnavailable"), strategy.At("rollingUpdate", "maxSurge"));
        foreach (var error in Portion(unavailable, $"{at}.rollingUpdate.maxUnavailable").Concat(Portion(surge, $"{at}.rollingUpdate.maxSurge")))
        {
            yield return error;
        }

        if (IsZero(unavailable) && IsZero(surge))
        {
            yield return Faults.Invalid($"{at}.rollingUpdate.maxUnavailable", unavailable?.DeepClone(), "may not be 0 when `maxSurge` is 0");
        }

        if (Percent(unavailable.Text()) > 100)
        {
            yield return Faults.Invalid($"{at}.rollingUpdate.maxUnavailable", unavailable?.DeepClone(), "must not be greater than 100%");
        }
    }

    private static IEnumerable<FieldError> Progress(JsonNode? spec, string at)
    {
        foreach (var error in Faults.NotNegative(spec, at, "revisionHistoryLimit", "progressDeadlineSeconds"))
        {
            yield return error;
        }

        if (spec.Integer("progressDeadlineSeconds") is >= 0 and var deadline && deadline <= (spec.Integer("minReadySeconds") ?? 0))
        {
            yield return Faults.Invalid($"{at}.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
        }
    }

    private static IEnumerable<FieldError> Portion(JsonNode? value, string at)
    {
        if (value.Integer() is < 0 and var number)
        {
            yield return Faults.Invalid(at, number, "must be greater than or equal to 0");
        }
        else if (value.Text() is { } text && Percent(text) is null)
        {
            yield return Faults.Invalid(at, text, PercentMessage);
        }
    }

    private static int? Percent(string? text) =>
        text is [.. var digits, '%'] && digits.Length > 0 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent : null;

    private static bool IsZero(JsonNode? value) => value.Integer() == 0 || Percent(value.Text()) == 0;

    private static IEnumerable<FieldError> Common(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        var labels = spec.At("template", "metadata", "labels");
        var template = spec.At("template", "spec") as JsonObject ?? [];
        var errors = Faults.NotNegative(spec, "spec", "replicas", "minReadySeconds")
            .Concat(Selector(spec["selector"], labels))
            .Concat(MetadataValidation.Labels(labels, "spec.template.metadata.labels"))
            .Concat(MetadataValidation.Annotations(spec.At("template", "metadata", "annotations"), "spec.template.metadata.annotations"))
            .Concat(PodValidation.Spec(template, "spec.template.spec"))
            .ToList();
        if (template.Text("restartPolicy") is "OnFailure" or "Never")
        {
            errors.Add(Faults.NotSupported("spec.template.spec.restartPolicy", template.Text("restartPolicy"), "Always"));
        }

        if (template["activeDeadlineSeconds"] is not null)
        {
            errors.Add(Faults.Forbidden("spec.template.spec.activeDeadlineSeconds", "activeDeadlineSeconds in ReplicaSet is not Supported"));
        }

        return errors;
    }

    private static IEnumerable<FieldError> Selector(JsonNode? selector, JsonNode? labels)
    {
        if (selector is not JsonObject given)
        {
            yield return Faults.Required("spec.selector");
        }
        else
        {
            foreach (var error in SelectorValidation.Validate(given, "spec.selector"))
            {
                yield return error;
            }

            if (!given.Map("matchLabels").Any() && !given.Objects("matchExpressions").Any())
            {
                yield return Faults.Invalid("spec.selector", given, "empty selector is invalid for deployment");
                yield break;
            }
        }

        // A missing selector selects nothing, not even the template.
        if (selector is null || !LabelSelector.From(selector).Matches(labels.Map()))
        {
            yield return Faults.Invalid("spec.template.metadata.labels", labels?.DeepClone() ?? new JsonObject(), "`selector` does not match template `labels`");
        }
    }
}
