using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>Rules of what becomes of requests of certificates.</summary>
internal static class SigningRequestStatusValidation
{
    private static readonly string[] Decisions = ["Approved", "Denied"];
    private static readonly string[] Final = [.. Decisions, "Failed"];

    /// <summary>Who writes the status may issue the certificate, and decide nothing.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject old, DateTimeOffset now) =>
        Validate(item, old, Decisions.Where(type => Count(item["status"], type) > Count(old["status"], type))
            .Select(type => Faults.Forbidden("status.conditions", $"updates may not add a condition of type \"{type}\"")));

    /// <summary>Who approves decides; the certificate stays as it is.</summary>
    public static IEnumerable<FieldError> ValidateApproval(JsonObject item, JsonObject old, DateTimeOffset now) => Validate(item, old, []);

    private static List<FieldError> Validate(JsonObject item, JsonObject old, IEnumerable<FieldError> decided)
    {
        var status = item["status"];
        var (certificate, before) = (status.Text("certificate") ?? "", old.Text("status", "certificate") ?? "");
        var errors = Conditions(status).ToList();
        if (certificate != before && PemBlocks.CertificateFault(certificate) is { } fault)
        {
            errors.Add(Faults.Invalid("status.certificate", "<certificate data>", fault));
        }

        errors.AddRange(Final.Where(type => Count(status, type) < Count(old["status"], type))
            .Select(type => Faults.Forbidden("status.conditions", $"updates may not remove a condition of type \"{type}\"")));
        errors.AddRange(decided);
        if (before.Length > 0 && certificate != before)
        {
            errors.Add(Faults.Forbidden("status.certificate", "updates may not modify existing certificate content"));
        }

        return errors;
    }

    private static int Count(JsonNode? status, string type) => status.Objects("conditions").Count(one => one.Text("type") == type);

    private static IEnumerable<FieldError> Conditions(JsonNode? status)
    {
        var types = new HashSet<string>();
        foreach (var (condition, at) in Paths.Numbered(status, "conditions", "status"))
        {
            var type = condition.Text("type") ?? "";
            if (type.Length == 0)
            {
                yield return Faults.Required($"{at}.type");
            }

            foreach (var error in Status(condition.Text("status") ?? "", type, $"{at}.status"))
            {
                yield return error;
            }

            if ((type == "Approved" && types.Contains("Denied")) || (type == "Denied" && types.Contains("Approved")))
            {
                yield return Faults.Invalid($"{at}.type", type, "Approved and Denied conditions are mutually exclusive");
            }

            if (!types.Add(type))
            {
                yield return Faults.Duplicate($"{at}.type", type);
            }
        }
    }

    private static IEnumerable<FieldError> Status(string status, string type, string at) => status.Length == 0 ? [Faults.Required(at)]
        : Final.Contains(type) ? Choices.OneOf(at, status, "True")
        : Choices.OneOf(at, status, "False", "True", "Unknown");
}
