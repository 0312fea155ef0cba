using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.FlowControl;

/// <summary>Rules of whose requests a flow schema is about.</summary>
internal static class FlowSubjectValidation
{
    private static readonly (string Field, string Kind)[] Fields = [("serviceAccount", "ServiceAccount"), ("user", "User"), ("group", "Group")];

    public static IEnumerable<FieldError> Subject(JsonObject subject, string at)
    {
        var kind = subject.Text("kind");
        if (Fields.All(one => one.Kind != kind))
        {
            return [Faults.NotSupported($"{at}.kind", kind, "Group", "ServiceAccount", "User")];
        }

        var field = Fields.Single(one => one.Kind == kind).Field;
        return Named(subject[field] as JsonObject, field, kind!, $"{at}.{field}")
            .Concat(Fields.Where(other => other.Kind != kind && subject[other.Field] is not null)
                .Select(other => Faults.Forbidden($"{at}.{other.Field}", $"{other.Field} is forbidden when subject kind is not '{other.Kind}'")));
    }

    private static IEnumerable<FieldError> Named(JsonObject? given, string field, string kind, string at)
    {
        if (given is null)
        {
            return [Faults.Required(at, $"{field} is required when subject kind is '{kind}'")];
        }

        var name = given.Text("name") ?? "";
        IEnumerable<FieldError> errors = name.Length == 0 ? [Faults.Required($"{at}.name")] : [];
        return kind != "ServiceAccount" ? errors
            : errors.Concat(name is "" or "*" ? [] : Faults.Each($"{at}.name", name, NameRules.SubdomainFaults(name))).Concat(Inside(given.Text("namespace") ?? "", $"{at}.namespace"));
    }

    private static IEnumerable<FieldError> Inside(string name, string at) =>
        name.Length == 0 ? [Faults.Required(at, "must specify namespace for service account")] : Faults.Each(at, name, NameRules.LabelFaults(name));
}
