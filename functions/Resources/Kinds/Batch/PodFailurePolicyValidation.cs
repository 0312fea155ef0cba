using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>Rules of what a job makes of pods that fail.</summary>
internal static class PodFailurePolicyValidation
{
    private const int RulesMax = 20;
    private const int ConditionsMax = 20;
    private const int ExitCodesMax = 255;

    private static readonly string[] Actions = ["Count", "FailIndex", "FailJob", "Ignore"];
    private static readonly string[] Operators = ["In", "NotIn"];
    private static readonly string[] Statuses = ["False", "True", "Unknown"];

    public static IEnumerable<FieldError> Validate(JsonObject spec, string at)
    {
        var policy = spec["podFailurePolicy"];
        var count = policy.Objects("rules").Count();
        if (count > RulesMax)
        {
            yield return Faults.TooMany($"{at}.rules", count, RulesMax);
        }

        foreach (var error in Paths.Numbered(policy, "rules", at).SelectMany(rule => Rule(spec, rule.Item, rule.At)))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Rule(JsonObject spec, JsonObject rule, string at)
    {
        var conditions = rule.Objects("onPodConditions").Any();
        var errors = Action(spec, rule.Text("action") ?? "", $"{at}.action").Concat(ExitCodes(spec, rule["onExitCodes"], $"{at}.onExitCodes")).Concat(Conditions(rule, at));
        return (rule["onExitCodes"] is not null, conditions) switch
        {
            (true, true) => errors.Append(Faults.Wrong(at, "specifying both OnExitCodes and OnPodConditions is not supported")),
            (false, false) => errors.Append(Faults.Wrong(at, "specifying one of OnExitCodes and OnPodConditions is required")),
            _ => errors,
        };
    }

    private static IEnumerable<FieldError> Action(JsonObject spec, string action, string at) =>
        action == "FailIndex" && spec["backoffLimitPerIndex"] is null ? [Faults.Invalid(at, action, "requires the backoffLimitPerIndex to be set")] : OneOf(action, at, Actions);

    private static IEnumerable<FieldError> OneOf(string value, string at, string[] supported) =>
        value.Length == 0 ? [Faults.Required(at, $"valid values: [{string.Join(' ', supported.Select(one => $"\"{one}\""))}]")]
        : supported.Contains(value) ? []
        : [Faults.NotSupported(at, value, supported)];

    private static IEnumerable<FieldError> Conditions(JsonObject rule, string at)
    {
        var count = rule.Objects("onPodConditions").Count();
        if (count > ConditionsMax)
        {
            yield return Faults.TooMany($"{at}.onPodConditions", count, ConditionsMax);
        }

        foreach (var (condition, where) in Paths.Numbered(rule, "onPodConditions", at))
        {
            var type = condition.Text("type") ?? "";
            foreach (var error in Faults.Each($"{where}.type", type, NameRules.QualifiedNameFaults(type)).Concat(OneOf(condition.Text("status") ?? "", $"{where}.status", Statuses)))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> ExitCodes(JsonObject spec, JsonNode? codes, string at)
    {
        if (codes is null)
        {
            yield break;
        }

        foreach (var error in OneOf(codes.Text("operator") ?? "", $"{at}.operator", Operators))
        {
            yield return error;
        }

        var containers = spec.Objects("template", "spec", "containers").Concat(spec.Objects("template", "spec", "initContainers"));
        if (codes.Text("containerName") is { } name && !containers.Any(container => container.Text("name") == name))
        {
            yield return Faults.Invalid($"{at}.containerName", name, "must be one of the container or initContainer names in the pod template");
        }

        foreach (var error in Values(codes, $"{at}.values"))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Values(JsonNode codes, string at)
    {
        var values = (codes.At("values") as JsonArray ?? []).Select(value => value.Integer() ?? 0).ToList();
        if (values.Count == 0)
        {
            yield return Faults.Invalid(at, new JsonArray(), "at least one value is required");
        }
        else if (values.Count > ExitCodesMax)
        {
            yield return Faults.TooMany(at, values.Count, ExitCodesMax);
        }

        var seen = new HashSet<long>();
        foreach (var (value, index) in values.Select((value, index) => (value, index)))
        {
            if (value == 0 && codes.Text("operator") == "In")
            {
                yield return Faults.Invalid($"{at}[{index}]", value, "must not be 0 for the In operator");
            }

            if (!seen.Add(value))
            {
                yield return Faults.Duplicate($"{at}[{index}]", value);
            }
        }

        if (!values.Order().SequenceEqual(values))
        {
            yield return Faults.Invalid(at, codes.At("values")?.DeepClone(), "must be ordered");
        }
    }
}
