using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Admission;

/// <summary>Rules of what is found of a policy's expressions.</summary>
internal static class PolicyStatusValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject old, DateTimeOffset now)
    {
        foreach (var (warning, at) in Paths.Numbered(item.At("status", "typeChecking"), "expressionWarnings", "status.typeChecking"))
        {
            foreach (var field in new[] { "warning", "fieldRef" }.Where(field => ExpressionValidation.IsBlank(warning.Text(field))))
            {
                yield return Faults.Required($"{at}.{field}");
            }
        }
    }
}
