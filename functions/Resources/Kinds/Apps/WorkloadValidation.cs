using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apps;

/// <summary>Rules of Deployments and ReplicaSets.</summary>
internal static class WorkloadValidation
{
    public static IEnumerable<FieldError> ReplicaSet(JsonObject item, JsonObject? old) => Common(item);

    public static IEnumerable<FieldError> Deployment(JsonObject item, JsonObject? old) =>
        Common(item).Concat(Strategy(item.At("spec", "strategy"), "spec.strategy")).Concat(Progress(item["spec"], "spec"));

    /// <summary>A selector that selects something, and what is selected.</summary>
    /// <param name="spec">The spec that has the selector and the template.</param>
    /// <param name="kind">What an empty selector is invalid for.</param>
    /// <param name="wrong">What is said once more of a selector that breaks its rules: the template is not looked at then.</param>
    public static IEnumerable<FieldError> Selector(JsonNode? spec, string kind, string wrong)
    {
        if (spec.At("selector") is not JsonObject given)
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
                yield return Faults.Invalid("spec.selector", given, $"empty selector is invalid for {kind}");
                yield break;
            }

            if (!PodTemplateValidation.IsSelector(given))
            {
                yield return Faults.Invalid("spec.selector", given.DeepClone(), wrong);
                yield break;
            }
        }

        foreach (var error in PodTemplateValidation.Selected(spec.At("selector"), spec.At("template"), "spec.template"))
        {
            yield return error;
        }
    }

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
        foreach (var error in Portions.Validate(unavailable, $"{at}.rollingUpdate.maxUnavailable").Concat(Portions.Validate(surge, $"{at}.rollingUpdate.maxSurge")))
        {
            yield return error;
        }

        if (Portions.IsZero(unavailable) && Portions.IsZero(surge))
        {
            yield return Faults.Invalid($"{at}.rollingUpdate.maxUnavailable", unavailable?.DeepClone(), "may not be 0 when `maxSurge` is 0");
        }

        foreach (var error in Portions.AtMostAll(unavailable, $"{at}.rollingUpdate.maxUnavailable"))
        {
            yield return error;
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

    private static IEnumerable<FieldError> Common(JsonObject item)
    {
        var spec = item["spec"];
        var errors = Faults.NotNegative(spec, "spec", "replicas", "minReadySeconds").Concat(Selector(spec, "deployment", "invalid label selector"));
        return PodTemplateValidation.IsSelector(spec.At("selector"))
            ? errors.Concat(PodTemplateValidation.Validate(spec.At("template"), "spec.template")).Concat(PodTemplateValidation.RunsForEver(spec.At("template"), "spec.template", "ReplicaSet"))
            : errors;
    }
}
