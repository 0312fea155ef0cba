using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Admission;

/// <summary>Rules of what expressions are called and that they are there. What they say is not compiled.</summary>
internal static partial class ExpressionValidation
{
    private const int ConditionsMax = 64;

    private static readonly string[] Reserved =
    [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    ];

    /// <summary>The match conditions of a webhook or of a policy.</summary>
    public static IEnumerable<FieldError> Conditions(JsonNode? owner, string at)
    {
        var names = new HashSet<string>();
        foreach (var error in Choices.AtMost($"{at}.matchConditions", owner.Objects("matchConditions").Count(), ConditionsMax))
        {
            yield return error;
        }

        foreach (var (condition, where) in Paths.Numbered(owner, "matchConditions", at))
        {
            var name = condition.Text("name") ?? "";
            if (IsBlank(condition.Text("expression")))
            {
                yield return Faults.Required($"{where}.expression");
            }

            foreach (var error in Faults.Named($"{where}.name", name, NameRules.QualifiedNameFaults))
            {
                yield return error;
            }

            if (name.Length > 0 && !names.Add(name))
            {
                yield return Faults.Duplicate($"{where}.name", name);
            }
        }
    }

    /// <summary>The variables of a policy.</summary>
    public static IEnumerable<FieldError> Variables(JsonNode? spec, string at)
    {
        foreach (var (variable, where) in Paths.Numbered(spec, "variables", at))
        {
            var name = variable.Text("name") ?? "";
            if (IsBlank(name))
            {
                yield return Faults.Required($"{where}.name", "name is not specified");
            }
            else if (!Identifier().IsMatch(name) || Reserved.Contains(name))
            {
                yield return Faults.Invalid($"{where}.name", name, "name is not a valid CEL identifier");
            }

            if (IsBlank(variable.Text("expression")))
            {
                yield return Faults.Required($"{where}.expression", "expression is not specified");
            }
        }
    }

    /// <summary>Whether a text says nothing.</summary>
    public static bool IsBlank(string? text) => string.IsNullOrWhiteSpace(text);

    [GeneratedRegex(@"\A[_a-zA-Z][_a-zA-Z0-9]*\z")]
    private static partial Regex Identifier();
}
