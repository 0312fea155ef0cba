using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Admission;

/// <summary>Rules of where policies are in force.</summary>
internal static class PolicyBindingValidation
{
    private const string Exclusive = "name and selector are mutually exclusive";

    public static IEnumerable<FieldError> Mutating(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"];
        return Faults.Named("spec.policyName", spec.Text("policyName"), NameRules.SubdomainFaults)
            .Concat(spec.At("paramRef") is JsonObject reference ? Parameters(reference, "spec.paramRef") : [])
            .Concat(RuleValidation.Match(spec.At("matchResources") as JsonObject, "spec.matchResources"));
    }

    public static IEnumerable<FieldError> Validating(JsonObject item, JsonObject? old) => Mutating(item, old).Concat(Actions(item["spec"]));

    private static IEnumerable<FieldError> Actions(JsonNode? spec)
    {
        var seen = new HashSet<string>();
        foreach (var (action, at) in Choices.Numbered(spec, "validationActions", "spec"))
        {
            foreach (var error in Choices.OneOf(at, action, "Audit", "Deny", "Warn"))
            {
                yield return error;
            }

            if (!seen.Add(action))
            {
                yield return Faults.Duplicate(at, action);
            }
        }

        if (seen.Contains("Deny") && seen.Contains("Warn"))
        {
            yield return Faults.Invalid(
                "spec.validationActions",
                spec.At("validationActions"),
                "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)");
        }

        if (seen.Count == 0)
        {
            yield return Faults.Required("spec.validationActions", "at least one validation action is required");
        }
    }

    private static IEnumerable<FieldError> Parameters(JsonObject reference, string at)
    {
        var (name, selector, action) = (reference.Text("name") ?? "", reference["selector"], reference.Text("parameterNotFoundAction") ?? "");
        var isBoth = name.Length > 0 && selector is not null;
        return Faults.Each($"{at}.name", name, SegmentNames.Faults(name))
            .Concat(isBoth ? [Faults.Forbidden($"{at}.name", Exclusive)] : [])
            .Concat(SelectorValidation.Validate(selector, $"{at}.selector"))
            .Concat(isBoth ? [Faults.Forbidden($"{at}.selector", Exclusive)] : [])
            .Concat(name.Length == 0 && selector is null ? [Faults.Required(at, "one of name or selector must be specified")] : [])
            .Concat(action.Length == 0 ? [Faults.Required($"{at}.parameterNotFoundAction")] : Choices.OneOf($"{at}.parameterNotFoundAction", action, "Deny", "Allow"));
    }
}
