using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>Rules of when an indexed job has succeeded early.</summary>
internal static class SuccessPolicyValidation
{
    private const int RulesMax = 20;
    private const int IndexesBytesMax = 64 * 1024;

    public static IEnumerable<FieldError> Validate(JsonObject spec, string at)
    {
        if (spec["successPolicy"] is not { } policy)
        {
            return [];
        }

        if (spec.Text("completionMode") != "Indexed")
        {
            return [Faults.Invalid(at, policy.DeepClone(), "requires indexed completion mode")];
        }

        var count = policy.Objects("rules").Count();
        IEnumerable<FieldError> errors = count == 0 ? [Faults.Required($"{at}.rules", "at least one rules must be specified when the successPolicy is specified")]
            : count > RulesMax ? [Faults.TooMany($"{at}.rules", count, RulesMax)]
            : [];
        return errors.Concat(Paths.Numbered(policy, "rules", at).SelectMany(rule => Rule(rule.Item, rule.At, spec.Integer("completions") ?? 0)));
    }

    private static IEnumerable<FieldError> Rule(JsonObject rule, string at, long completions)
    {
        if (rule["succeededCount"] is null && rule["succeededIndexes"] is null)
        {
            yield return Faults.Required(at, "at least one of succeededCount or succeededIndexes must be specified");
        }

        long? total = null;
        if (rule.Text("succeededIndexes") is { } indexes)
        {
            if (Encoding.UTF8.GetByteCount(indexes) > IndexesBytesMax)
            {
                yield return Faults.TooLong($"{at}.succeededIndexes", IndexesBytesMax);
            }

            (total, var fault) = IndexRanges.Count(indexes, completions);
            if (fault is not null)
            {
                yield return Faults.Invalid($"{at}.succeededIndexes", indexes, $"error parsing succeededIndexes: {fault}");
            }
        }

        foreach (var error in Faults.NotNegative(rule, at, "succeededCount"))
        {
            yield return error;
        }

        if (rule.Integer("succeededCount") > completions)
        {
            yield return Faults.Invalid($"{at}.succeededCount", rule.Integer("succeededCount"), $"must be less than or equal to {completions} (the number of specified completions)");
        }

        if (rule.Integer("succeededCount") > total)
        {
            yield return Faults.Invalid($"{at}.succeededCount", rule.Integer("succeededCount"), $"must be less than or equal to {total} (the number of indexes in the specified succeededIndexes field)");
        }
    }
}
