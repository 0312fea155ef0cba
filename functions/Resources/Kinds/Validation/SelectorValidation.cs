using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Rules of LabelSelector objects.</summary>
internal static class SelectorValidation
{
    public static IEnumerable<FieldError> Validate(JsonNode? selector, string at) =>
        MetadataValidation.Labels(selector.At("matchLabels"), $"{at}.matchLabels")
            .Concat(Paths.Numbered(selector, "matchExpressions", at).SelectMany(one => Expression(one.Item, one.At)));

    private static IEnumerable<FieldError> Expression(JsonObject expression, string at)
    {
        var values = expression.Texts("values").ToList();
        switch (expression.Text("operator"))
        {
            case "In" or "NotIn":
                if (values.Count == 0)
                {
                    yield return Faults.Required($"{at}.values", "must be specified when `operator` is 'In' or 'NotIn'");
                }

                break;
            case "Exists" or "DoesNotExist":
                if (values.Count > 0)
                {
                    yield return Faults.Forbidden($"{at}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }

                break;
            case var unknown:
                yield return Faults.Invalid($"{at}.operator", unknown ?? "", "not a valid selector operator");
                break;
        }

        var key = expression.Text("key") ?? "";
        var faults = Faults.Each($"{at}.key", key, NameRules.QualifiedNameFaults(key))
            .Concat(values.SelectMany((value, index) => Faults.Each($"{at}.values[{index}]", value, NameRules.LabelValueFaults(value))));
        foreach (var fault in faults)
        {
            yield return fault;
        }
    }
}
