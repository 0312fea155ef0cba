using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apps;

/// <summary>Rules of ControllerRevisions.</summary>
internal static class RevisionValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        if (item["data"] is null)
        {
            yield return Faults.Required("data", "data is mandatory");
        }

        if (item.Integer("revision") is < 0 and var revision)
        {
            yield return Faults.Invalid("revision", revision, "must be greater than or equal to 0");
        }
    }
}
