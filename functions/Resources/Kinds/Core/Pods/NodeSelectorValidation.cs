using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of what says which nodes.</summary>
internal static class NodeSelectorValidation
{
    private const string UnknownOperator = "not a valid selector operator";

    /// <summary>Terms, of which there has to be one.</summary>
    public static IEnumerable<FieldError> Validate(JsonNode selector, string at) =>
        selector.Objects("nodeSelectorTerms").Any()
            ? Paths.Numbered(selector, "nodeSelectorTerms", at).SelectMany(term => Term(term.Item, term.At))
            : [Faults.Required($"{at}.nodeSelectorTerms", "must have at least one node selector term")];

    /// <param name="term">The term.</param>
    /// <param name="at">Its path.</param>
    /// <param name="areValuesJudged">Whether values that no label has are wrong; what is only preferred may name them.</param>
    public static IEnumerable<FieldError> Term(JsonNode? term, string at, bool areValuesJudged = true) =>
        Paths.Numbered(term, "matchExpressions", at).SelectMany(one => Expression(one.Item, one.At, areValuesJudged))
            .Concat(Paths.Numbered(term, "matchFields", at).SelectMany(one => Field(one.Item, one.At)));

    private static IEnumerable<FieldError> Expression(JsonObject expression, string at, bool areValuesJudged)
    {
        var values = Choices.Numbered(expression, "values", at).ToList();
        var key = expression.Text("key") ?? "";
        var error = expression.Text("operator") switch
        {
            "In" or "NotIn" => values.Count == 0 ? Faults.Required($"{at}.values", "must be specified when `operator` is 'In' or 'NotIn'") : null,
            "Exists" or "DoesNotExist" => values.Count > 0 ? Faults.Forbidden($"{at}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'") : null,
            "Gt" or "Lt" => values.Count != 1 ? Faults.Required($"{at}.values", "must be specified single value when `operator` is 'Lt' or 'Gt'") : null,
            var unknown => Faults.Invalid($"{at}.operator", unknown ?? "", UnknownOperator),
        };
        IEnumerable<FieldError> first = error is null ? [] : [error];
        return first.Concat(Faults.Each($"{at}.key", key, NameRules.QualifiedNameFaults(key)))
            .Concat(areValuesJudged ? values.SelectMany(value => Faults.Each(value.At, value.Text, NameRules.LabelValueFaults(value.Text))) : []);
    }

    /// <summary>The one field of a node that can be asked for is its name.</summary>
    private static IEnumerable<FieldError> Field(JsonObject field, string at)
    {
        var values = Choices.Numbered(field, "values", at).ToList();
        if (field.Text("operator") is not ("In" or "NotIn"))
        {
            yield return Faults.Invalid($"{at}.operator", field.Text("operator") ?? "", UnknownOperator);
        }
        else if (values.Count != 1)
        {
            yield return Faults.Required($"{at}.values", "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        }

        if (field.Text("key") != "metadata.name")
        {
            yield return Faults.Invalid($"{at}.key", field.Text("key") ?? "", "not a valid field selector key");
            yield break;
        }

        foreach (var error in values.SelectMany(value => Faults.Each(value.At, value.Text, NameRules.SubdomainFaults(value.Text))))
        {
            yield return error;
        }
    }
}
