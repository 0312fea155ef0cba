using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>Rules of what becomes of pods' requests of certificates: once, and for ever.</summary>
internal static class PodRequestStatusValidation
{
    private const string Field = "status";

    private static readonly string[] Final = ["Issued", "Denied", "Failed"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject old, DateTimeOffset now)
    {
        var (status, before) = (item["status"] as JsonObject ?? [], old["status"] as JsonObject ?? []);
        var errors = Known(status).Concat(ConditionValidation.Validate(status, Field)).ToList();
        if (errors.Count > 0)
        {
            return errors;
        }

        return Final.FirstOrDefault(type => ConditionValidation.IsTrue(status, type)) switch
        {
            _ when Final.Any(type => ConditionValidation.IsTrue(before, type)) => Same(status, before, "immutable after PodCertificateRequest is issued, denied, or failed"),
            "Issued" => IssuedCertificate.Validate(item, status, now),
            null => Same(status, before, "status is immutable unless transitioning to \"Issued\", \"Denied\", or \"Failed\""),
            _ => status.Any(member => member.Key != "conditions") ? [Faults.Wrong(Field, "non-condition status fields must be empty when denying or failing the PodCertificateRequest")] : [],
        };
    }

    private static IEnumerable<FieldError> Same(JsonObject status, JsonObject before, string detail) => JsonNode.DeepEquals(status, before) ? [] : [Faults.Wrong(Field, detail)];

    /// <summary>The paths are written as Kubernetes writes them.</summary>
    private static IEnumerable<FieldError> Known(JsonObject status)
    {
        var known = 0;
        foreach (var (condition, index) in status.Objects("conditions").Select((condition, index) => (condition, index)))
        {
            var (type, at) = (condition.Text("type") ?? "", $"status.conditions.[{index}]");
            if (!Final.Contains(type))
            {
                yield return Faults.NotSupported($"{at}.type", type, Final);
                continue;
            }

            if (++known > 1)
            {
                yield return Faults.Invalid($"{at}.type", type, "There may be at most one condition with type \"Issued\", \"Denied\", or \"Failed\"");
            }

            foreach (var error in Choices.OneOf($"{at}.status", condition.Text("status"), "True"))
            {
                yield return error;
            }
        }
    }
}
