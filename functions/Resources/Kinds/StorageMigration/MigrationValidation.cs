using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.StorageMigration;

/// <summary>Rules of migrations of what is stored.</summary>
internal static class MigrationValidation
{
    private const string Revision = "status.resourceVersion";
    private const string Conditions = "status.conditions";

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var (resource, group) = (item.Text("spec", "resource", "resource") ?? "", item.Text("spec", "resource", "group") ?? "");
        return Joined("spec.resource.resource", resource, resource.Length == 0 ? [] : NameRules.ServiceFaults(resource))
            .Concat(resource.Length == 0 ? [Faults.Required("spec.resource.resource", "resource is required to be set")] : [])
            .Concat(Joined("spec.resource.group", group, group.Length == 0 ? [] : NameRules.SubdomainFaults(group)));
    }

    public static IEnumerable<FieldError> ValidateStatus(JsonObject item, JsonObject old, DateTimeOffset now)
    {
        var (status, before) = (item["status"], old["status"]);
        var (revision, first) = (status.Text("resourceVersion") ?? "", before.Text("resourceVersion") ?? "");
        return (IsRevision(revision) ? [] : new[] { Faults.Invalid(Revision, revision, $"resource version is not well formed: {revision}") })
            .Concat(ConditionValidation.Validate(status, "status"))
            .Concat(first.Length > 0 && first != revision ? [Faults.Invalid(Revision, revision, "field is immutable")] : [])
            .Concat(Ends(status, before).Select(detail => Faults.Invalid(Conditions, status.At("conditions")?.DeepClone(), detail)));
    }

    /// <summary>What ends a migration ends it for ever, and one way only.</summary>
    private static IEnumerable<string> Ends(JsonNode? status, JsonNode? before)
    {
        var (running, succeeded, failed) = (ConditionValidation.IsTrue(status, "Running"), ConditionValidation.IsTrue(status, "Succeeded"), ConditionValidation.IsTrue(status, "Failed"));
        if (succeeded && failed)
        {
            yield return "Both success and failed conditions cannot be true at the same time";
        }

        if (succeeded && running)
        {
            yield return "Running condition cannot be true when success condition is true";
        }

        if (failed && running)
        {
            yield return "Running condition cannot be true when failed condition is true";
        }

        if (ConditionValidation.IsTrue(before, "Succeeded") && !succeeded)
        {
            yield return "Success condition cannot be set to false once it is true";
        }

        if (ConditionValidation.IsTrue(before, "Failed") && !failed)
        {
            yield return "Failed condition cannot be set to false once it is true";
        }
    }

    private static bool IsRevision(string text) => text.Length > 0 && text[0] != '0' && text.All(char.IsAsciiDigit);

    private static IEnumerable<FieldError> Joined(string field, string value, IEnumerable<string> faults) =>
        faults.ToList() is { Count: > 0 } all ? [Faults.Invalid(field, value, string.Join(',', all))] : [];
}
