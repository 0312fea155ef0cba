using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Policy;

/// <summary>Rules of PodDisruptionBudgets.</summary>
internal static class DisruptionBudgetValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        if (spec["minAvailable"] is not null && spec["maxUnavailable"] is not null)
        {
            yield return Faults.Invalid("spec", spec.DeepClone(), "minAvailable and maxUnavailable cannot be both set");
        }

        foreach (var error in new[] { "minAvailable", "maxUnavailable" }.SelectMany(name => Portions.Validate(spec[name], $"spec.{name}").Concat(Portions.AtMostAll(spec[name], $"spec.{name}"))))
        {
            yield return error;
        }

        foreach (var error in SelectorValidation.Validate(spec["selector"], "spec.selector"))
        {
            yield return error;
        }

        if (spec.Text("unhealthyPodEvictionPolicy") is { } policy && policy is not ("AlwaysAllow" or "IfHealthyBudget"))
        {
            yield return Faults.NotSupported("spec.unhealthyPodEvictionPolicy", policy, "AlwaysAllow", "IfHealthyBudget");
        }
    }

    public static IEnumerable<FieldError> ValidateStatus(JsonObject item, JsonObject old, DateTimeOffset now) =>
        Faults.NotNegative(item["status"], "status", "disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods").Concat(ConditionValidation.Validate(item["status"], "status"));
}
