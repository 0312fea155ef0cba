using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Admission;

/// <summary>Rules of policies.</summary>
internal static class PolicyValidation
{
    private const string At = "spec";

    public static IEnumerable<FieldError> Validating(JsonObject item, JsonObject? old) =>
        Common(item["spec"]).Concat(ValidationRuleValidation.Validate(item, At));

    public static IEnumerable<FieldError> Mutating(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"];
        IEnumerable<FieldError> nothing = spec.Objects("mutations").Any() ? [] : [Faults.Required($"{At}.mutations", "mutations must contain at least one item")];
        var reinvocation = spec.Text("reinvocationPolicy") ?? "";
        return Common(spec)
            .Concat(nothing)
            .Concat(Paths.Numbered(spec, "mutations", At).SelectMany(one => Mutation(one.Item, one.At)))
            .Concat(reinvocation.Length == 0 ? [Faults.Required($"{At}.reinvocationPolicy")] : Choices.OneOf($"{At}.reinvocationPolicy", reinvocation, "IfNeeded", "Never"));
    }

    private static IEnumerable<FieldError> Common(JsonNode? spec)
    {
        var match = spec.At("matchConstraints") as JsonObject;
        IEnumerable<FieldError> unmatched = match is null ? [Faults.Required($"{At}.matchConstraints")]
            : match.Objects("resourceRules").Any() ? []
            : [Faults.Required($"{At}.matchConstraints.resourceRules")];
        return Choices.OneOf($"{At}.failurePolicy", spec.Text("failurePolicy"), "Fail", "Ignore")
            .Concat(spec.At("paramKind") is { } kind ? ParamKind(kind, $"{At}.paramKind") : [])
            .Concat(RuleValidation.Match(match, $"{At}.matchConstraints"))
            .Concat(unmatched)
            .Concat(ExpressionValidation.Conditions(spec, At))
            .Concat(ExpressionValidation.Variables(spec, At));
    }

    private static IEnumerable<FieldError> ParamKind(JsonNode param, string at)
    {
        var (version, kind) = (param.Text("apiVersion") ?? "", param.Text("kind") ?? "");
        var parts = version.Split('/');
        IEnumerable<FieldError> errors = version.Length == 0 ? [Faults.Required($"{at}.apiVersion")]
            : parts.Length > 2 ? [Faults.Invalid($"{at}.apiVersion", version, $"unexpected GroupVersion string: {version}")]
            : GroupVersion(parts.Length == 2 ? parts[0] : "", parts[^1], version, $"{at}.apiVersion");
        var faults = NameRules.ServiceFaults(kind.ToLowerInvariant()).ToList();
        return errors.Concat(kind.Length == 0 ? [Faults.Required($"{at}.kind")]
            : faults.Count > 0 ? [Faults.Invalid($"{at}.kind", kind, "may have mixed case, but should otherwise match: " + string.Join(',', faults))]
            : []);
    }

    private static IEnumerable<FieldError> GroupVersion(string group, string version, string whole, string at)
    {
        if (group.Length > 0 && NameRules.SubdomainFaults(group).ToList() is { Count: > 0 } wrongGroup)
        {
            yield return Faults.Invalid(at, group, string.Join(',', wrongGroup));
        }

        if (version.Length == 0)
        {
            yield return Faults.Invalid(at, whole, "version must be specified");
        }
        else if (NameRules.ServiceFaults(version).ToList() is { Count: > 0 } wrongVersion)
        {
            yield return Faults.Invalid(at, version, string.Join(',', wrongVersion));
        }
    }

    private static IEnumerable<FieldError> Mutation(JsonObject mutation, string at)
    {
        var type = mutation.Text("patchType") ?? "";
        var (own, other) = type == "JSONPatch" ? ("jsonPatch", "applyConfiguration") : ("applyConfiguration", "jsonPatch");
        if (type is not ("ApplyConfiguration" or "JSONPatch"))
        {
            return type.Length == 0 ? [Faults.Required($"{at}.patchType")] : [Faults.NotSupported($"{at}.patchType", type, "ApplyConfiguration", "JSONPatch")];
        }

        IEnumerable<FieldError> mixed = mutation[other] is null ? [] : [Faults.Invalid($"{at}.{other}", mutation[other], $"must not be set when patchType is {type}")];
        return (mutation[own] is not { } patch ? [Faults.Required($"{at}.{own}", $"must be set when patchType is {type}")]
            : ExpressionValidation.IsBlank(patch.Text("expression")) ? new[] { Faults.Required($"{at}.{own}.expression", "expression is not specified") }
            : []).Concat(mixed);
    }
}
