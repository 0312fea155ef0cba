using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.FlowControl;

/// <summary>Rules of flow schemas.</summary>
internal static class FlowSchemaValidation
{
    private const long PrecedenceMax = 10_000;

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var (spec, name) = (item["spec"], item.Text("metadata", "name") ?? "");
        var level = spec.Text("priorityLevelConfiguration", "name") ?? "";
        return Precedence(spec.Integer("matchingPrecedence") ?? 0, name)
            .Concat(spec.At("distinguisherMethod") is { } method ? Choices.OneOf("spec.distinguisherMethod.type", method.Text("type"), "ByNamespace", "ByUser") : [])
            .Concat(level.Length == 0
                ? [Faults.Required("spec.priorityLevelConfiguration.name", "must reference a priority level")]
                : Faults.Each("spec.priorityLevelConfiguration.name", level, NameRules.SubdomainFaults(level)))
            .Concat(Paths.Numbered(spec, "rules", "spec").SelectMany(rule => FlowRuleValidation.Rule(rule.Item, rule.At)))
            .Concat(Fixed(name, spec));
    }

    /// <summary>Rules of the conditions of flows and of levels.</summary>
    public static IEnumerable<FieldError> ValidateStatus(JsonObject item, JsonObject old, DateTimeOffset now)
    {
        var types = new HashSet<string>();
        foreach (var (condition, at) in Paths.Numbered(item["status"], "conditions", "status"))
        {
            var type = condition.Text("type") ?? "";
            if (!types.Add(type))
            {
                yield return Faults.Duplicate($"{at}.type", type);
            }

            if (type.Length == 0)
            {
                yield return Faults.Required($"{at}.type", "must not be empty");
            }
        }
    }

    private static IEnumerable<FieldError> Fixed(string name, JsonNode? spec) => MandatoryFlows.Schema(name) is { } wanted && !JsonNode.DeepEquals(spec, wanted)
        ? [Faults.Invalid("spec", spec, $"spec of '{name}' must equal the fixed value")]
        : [];

    private static IEnumerable<FieldError> Precedence(long precedence, string name)
    {
        const string Field = "spec.matchingPrecedence";
        if (precedence <= 0)
        {
            yield return Faults.Invalid(Field, precedence, "must be a positive value");
        }

        if (precedence > PrecedenceMax)
        {
            yield return Faults.Invalid(Field, precedence, $"must not be greater than {PrecedenceMax}");
        }

        if (precedence == 1 && name != MandatoryFlows.Exempt)
        {
            yield return Faults.Invalid(Field, precedence, "only the schema named 'exempt' may have matchingPrecedence 1");
        }
    }
}
