using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Admission;

/// <summary>Rules of what a policy demands and notes.</summary>
internal static class ValidationRuleValidation
{
    private const int AuditAnnotationsMax = 20;
    private const int AuditExpressionBytesMax = 5 * 1024;
    private const string Nothing = "validations or auditAnnotations must contain at least one item";

    public static IEnumerable<FieldError> Validate(JsonObject item, string at)
    {
        var spec = item["spec"];
        return !spec.Objects("validations").Any() && !spec.Objects("auditAnnotations").Any()
            ? [Faults.Required($"{at}.validations", Nothing), Faults.Required($"{at}.auditAnnotations", Nothing)]
            : Paths.Numbered(spec, "validations", at).SelectMany(one => Demand(one.Item, one.At)).Concat(Notes(spec, item.Text("metadata", "name") ?? "", at));
    }

    private static IEnumerable<FieldError> Demand(JsonObject demand, string at)
    {
        var (message, expression) = (demand.Text("message") ?? "", demand.Text("messageExpression") ?? "");
        if (ExpressionValidation.IsBlank(demand.Text("expression")))
        {
            yield return Faults.Required($"{at}.expression", "expression is not specified");
        }

        if (expression.Length > 0 && ExpressionValidation.IsBlank(expression))
        {
            yield return Faults.Invalid($"{at}.messageExpression", expression, "must be non-empty if specified");
        }

        if (message.Length > 0 && ExpressionValidation.IsBlank(message))
        {
            yield return Faults.Invalid($"{at}.message", message, "message must be non-empty if specified");
        }
        else if (message.Trim().AsSpan().ContainsAny('\n', '\r'))
        {
            yield return Faults.Invalid($"{at}.message", message, "message must not contain line breaks");
        }

        foreach (var error in Choices.OneOfIfSet($"{at}.reason", demand.Text("reason"), "Forbidden", "Invalid", "RequestEntityTooLarge"))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Notes(JsonNode? spec, string name, string at)
    {
        var keys = new HashSet<string>();
        if (spec.Objects("auditAnnotations").Count() > AuditAnnotationsMax)
        {
            yield return Faults.Invalid($"{at}.auditAnnotations", spec.At("auditAnnotations"), $"must not have more than {AuditAnnotationsMax} auditAnnotations");
        }

        foreach (var (note, where) in Paths.Numbered(spec, "auditAnnotations", at))
        {
            var (key, expression) = (note.Text("key") ?? "", (note.Text("valueExpression") ?? "").Trim());
            foreach (var fault in NameRules.QualifiedNameFaults($"{name}/{key}"))
            {
                yield return Faults.Invalid($"{where}.key", $"{name}/{key}", fault);
            }

            if (expression.Length == 0)
            {
                yield return Faults.Required($"{where}.valueExpression", "valueExpression is not specified");
            }
            else if (expression.Length > AuditExpressionBytesMax)
            {
                yield return Faults.Required($"{where}.valueExpression", $"must not exceed {AuditExpressionBytesMax} bytes in length");
            }

            if (!keys.Add(key))
            {
                yield return Faults.Duplicate($"{where}.key", key);
            }
        }
    }
}
