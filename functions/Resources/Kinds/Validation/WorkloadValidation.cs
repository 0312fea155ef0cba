using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Selectors;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Rules of what makes pods from a template.</summary>
internal static class WorkloadValidation
{
    public static IEnumerable<FieldError> ReplicaSet(JsonObject item, JsonObject? old) => Common(item, old);

    public static IEnumerable<FieldError> Deployment(JsonObject item, JsonObject? old)
    {
        var strategy = item.At("spec", "strategy");
        if (strategy.Text("type") is not ("Recreate" or "RollingUpdate"))
        {
            yield return Faults.NotSupported("spec.strategy.type", strategy.Text("type"), "Recreate", "RollingUpdate");
        }

        if (strategy.Text("type") == "Recreate" && strategy.At("rollingUpdate") is not null)
        {
            yield return Faults.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
        }

        foreach (var name in new[] { "maxUnavailable", "maxSurge" })
        {
            if (strategy.Text("rollingUpdate", name) is { } percent && !(percent.EndsWith('%') && percent.Length > 1 && percent[..^1].All(char.IsAsciiDigit)))
            {
                yield return Faults.Invalid($"spec.strategy.rollingUpdate.{name}", percent, "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')");
            }
        }

        if (IsZero(strategy.At("rollingUpdate", "maxUnavailable")) && IsZero(strategy.At("rollingUpdate", "maxSurge")))
        {
            yield return Faults.Invalid("spec.strategy.rollingUpdate.maxUnavailable", strategy.At("rollingUpdate", "maxUnavailable"), "may not be 0 when `maxSurge` is 0");
        }

        foreach (var error in Common(item, old))
        {
            yield return error;
        }
    }

    private static bool IsZero(JsonNode? value) => value.Integer() == 0 || value.Text() == "0%";

    private static IEnumerable<FieldError> Common(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        if (spec.Integer("replicas") is < 0)
        {
            yield return Faults.Invalid("spec.replicas", spec["replicas"], "must be greater than or equal to 0");
        }

        var labels = spec.At("template", "metadata", "labels");
        if (spec["selector"] is not JsonObject selector)
        {
            yield return Faults.Required("spec.selector");
        }
        else if (selector.Count == 0)
        {
            yield return Faults.Invalid("spec.selector", selector, "empty selector is invalid for deployment");
        }
        else if (!LabelSelector.From(selector).Matches(labels.Map()))
        {
            yield return Faults.Invalid("spec.template.metadata.labels", labels ?? new JsonObject(), "`selector` does not match template `labels`");
        }

        foreach (var error in MetadataValidation.Labels(labels, "spec.template.metadata.labels"))
        {
            yield return error;
        }

        var template = spec.At("template", "spec") as JsonObject ?? [];
        foreach (var error in PodValidation.Spec(template, "spec.template.spec"))
        {
            yield return error;
        }

        if (template.Text("restartPolicy") is "OnFailure" or "Never")
        {
            yield return Faults.NotSupported("spec.template.spec.restartPolicy", template.Text("restartPolicy"), "Always");
        }

        if (old is not null && !JsonNode.DeepEquals(old.At("spec", "selector"), spec["selector"]))
        {
            yield return Faults.Invalid("spec.selector", spec["selector"], "field is immutable");
        }
    }
}
