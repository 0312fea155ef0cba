using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Rules of the conditions that newer kinds share.</summary>
internal static partial class ConditionValidation
{
    private const int ReasonBytesMax = 1024;
    private const int MessageBytesMax = 32 * 1024;

    private const string ReasonMessage =
        "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')";

    /// <summary>The conditions of a status; each type stands there once.</summary>
    public static IEnumerable<FieldError> Validate(JsonNode? status, string field)
    {
        var types = new HashSet<string>();
        foreach (var (condition, at) in Paths.Numbered(status, "conditions", field))
        {
            var type = condition.Text("type") ?? "";
            foreach (var error in (types.Add(type) ? [] : new[] { Faults.Duplicate($"{at}.type", type) }).Concat(One(condition, type, at)))
            {
                yield return error;
            }
        }
    }

    /// <summary>Whether a status has a condition that is true.</summary>
    public static bool IsTrue(JsonNode? status, string type) => status.Objects("conditions").Any(one => one.Text("type") == type && one.Text("status") == "True");

    private static IEnumerable<FieldError> One(JsonObject condition, string type, string at)
    {
        var (reason, message) = (condition.Text("reason") ?? "", condition.Text("message") ?? "");
        IEnumerable<FieldError> generation = condition.Integer("observedGeneration") is < 0 and var value ? [Faults.Invalid($"{at}.observedGeneration", value, "must be greater than or equal to zero")] : [];
        IEnumerable<FieldError> time = string.IsNullOrEmpty(condition.Text("lastTransitionTime")) ? [Faults.Required($"{at}.lastTransitionTime", "must be set")] : [];
        return Faults.Each($"{at}.type", type, NameRules.QualifiedNameFaults(type))
            .Concat(Choices.OneOf($"{at}.status", condition.Text("status"), "False", "True", "Unknown"))
            .Concat(generation)
            .Concat(time)
            .Concat(Reason(reason, $"{at}.reason"))
            .Concat(Encoding.UTF8.GetByteCount(message) > MessageBytesMax ? [Faults.TooLong($"{at}.message", MessageBytesMax)] : []);
    }

    private static IEnumerable<FieldError> Reason(string reason, string at)
    {
        if (reason.Length == 0)
        {
            yield return Faults.Required(at, "must be set");
            yield break;
        }

        if (!ReasonForm().IsMatch(reason))
        {
            yield return Faults.Invalid(at, reason, ReasonMessage);
        }

        if (reason.Length > ReasonBytesMax)
        {
            yield return Faults.TooLong(at, ReasonBytesMax);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?\z")]
    private static partial Regex ReasonForm();
}
