using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Coordination;

/// <summary>Rules of leases.</summary>
internal static class LeaseValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        if (item.Integer("spec", "leaseDurationSeconds") is <= 0 and var duration)
        {
            yield return Faults.Invalid("spec.leaseDurationSeconds", duration, "must be greater than 0");
        }

        foreach (var error in Faults.NotNegative(item["spec"], "spec", "leaseTransitions"))
        {
            yield return error;
        }
    }
}
