using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apps;

/// <summary>Rules of DaemonSets.</summary>
internal static class DaemonSetValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        return Selector(spec)
            .Concat(PodTemplateValidation.Validate(spec["template"], "spec.template"))
            .Concat(PodTemplateValidation.RunsForEver(spec["template"], "spec.template", "DaemonSet"))
            .Concat(Faults.NotNegative(spec, "spec", "minReadySeconds"))
            .Concat(Strategy(spec["updateStrategy"], "spec.updateStrategy"))
            .Concat(Faults.NotNegative(spec, "spec", "revisionHistoryLimit"));
    }

    /// <summary>What a selector lacks is told last here, and that there is none not at all but by the template it misses.</summary>
    private static IEnumerable<FieldError> Selector(JsonObject spec)
    {
        var selector = spec["selector"];
        var errors = SelectorValidation.Validate(selector, "spec.selector").Concat(PodTemplateValidation.Selected(selector, spec["template"], "spec.template"));
        return selector is JsonObject && !selector.Map("matchLabels").Any() && !selector.Objects("matchExpressions").Any()
            ? errors.Append(Faults.Invalid("spec.selector", selector.DeepClone(), "empty selector is invalid for daemonset"))
            : errors;
    }

    private static IEnumerable<FieldError> Strategy(JsonNode? strategy, string at)
    {
        if (strategy.Text("type") is not ("OnDelete" or "RollingUpdate"))
        {
            return [Faults.NotSupported(at, strategy, "RollingUpdate", "OnDelete")];
        }

        return strategy.Text("type") == "OnDelete" ? [] : RollingUpdate(strategy.At("rollingUpdate"), $"{at}.rollingUpdate");
    }

    private static IEnumerable<FieldError> RollingUpdate(JsonNode? rolling, string at)
    {
        var (unavailable, surge) = (rolling.At("maxUnavailable"), rolling.At("maxSurge"));
        var errors = Portions.Validate(unavailable, $"{at}.maxUnavailable")
            .Concat(Portions.Validate(surge, $"{at}.maxSurge"))
            .Concat(Portions.AtMostAll(unavailable, $"{at}.maxUnavailable"))
            .Concat(Portions.AtMostAll(surge, $"{at}.maxSurge"));
        return (Portions.IsZero(unavailable), Portions.IsZero(surge)) switch
        {
            (false, false) => errors.Append(Faults.Invalid($"{at}.maxSurge", surge?.DeepClone(), "may not be set when maxUnavailable is non-zero")),
            (true, true) => errors.Append(Faults.Required($"{at}.maxUnavailable", "cannot be 0 when maxSurge is 0")),
            _ => errors,
        };
    }
}
