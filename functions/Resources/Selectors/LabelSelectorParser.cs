using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CloudOrchestrator.Resources.Selectors;

/// <summary>Parses label selectors.</summary>
internal sealed class LabelSelectorParser
{
    private readonly string _text;
    private int _position;

    private LabelSelectorParser(string text) => _text = text;

    public static bool TryParse(string text, out LabelSelector selector, out string error)
    {
        selector = LabelSelector.Everything;
        var parser = new LabelSelectorParser(text);
        var requirements = new List<LabelRequirement>();
        if (parser.Peek().Length == 0)
        {
            error = "";
            return true;
        }

        do
        {
            if (!parser.TryRequirement(out var requirement, out error))
            {
                return false;
            }

            requirements.Add(requirement);
        }
        while (parser.Take(","));

        if (parser.Peek().Length > 0)
        {
            error = $"unable to parse requirement: found '{parser.Peek()}', expected: ',' or 'end of string'";
            return false;
        }

        selector = new LabelSelector(requirements);
        error = "";
        return true;
    }

    private bool TryRequirement([NotNullWhen(true)] out LabelRequirement? requirement, out string error)
    {
        requirement = null;
        var negated = Take("!");
        var key = Next();
        error = key.Length == 0 || IsSymbol(key) ? $"unable to parse requirement: found '{key}', expected: '!', identifier, or ',' or 'end of string'" : "";
        if (error.Length == 0 && !NameRules.IsQualifiedName(key))
        {
            error = $"unable to parse requirement: key: Invalid value: \"{key}\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
        }

        if (error.Length > 0)
        {
            return false;
        }

        if (negated || Peek() is "" or ",")
        {
            requirement = new LabelRequirement(key, negated ? LabelOperator.DoesNotExist : LabelOperator.Exists, new HashSet<string>());
            return true;
        }

        return TryComparison(key, out requirement, out error);
    }

    private bool TryComparison(string key, [NotNullWhen(true)] out LabelRequirement? requirement, out string error)
    {
        requirement = null;
        error = "";
        switch (Next())
        {
            case "=" or "==":
                requirement = new LabelRequirement(key, LabelOperator.In, Single());
                return Valid(requirement, ref error);
            case "!=":
                requirement = new LabelRequirement(key, LabelOperator.NotIn, Single());
                return Valid(requirement, ref error);
            case ">":
                requirement = new LabelRequirement(key, LabelOperator.GreaterThan, Single());
                return Valid(requirement, ref error);
            case "<":
                requirement = new LabelRequirement(key, LabelOperator.LessThan, Single());
                return Valid(requirement, ref error);
            case "in" when TryValues(out var values, out error):
                requirement = new LabelRequirement(key, LabelOperator.In, values);
                return Valid(requirement, ref error);
            case "notin" when TryValues(out var values, out error):
                requirement = new LabelRequirement(key, LabelOperator.NotIn, values);
                return Valid(requirement, ref error);
            case var found:
                error = error.Length > 0 ? error : $"unable to parse requirement: found '{found}', expected: in, notin, =, ==, !=, gt, lt";
                return false;
        }
    }

    private static bool Valid(LabelRequirement requirement, ref string error)
    {
        if (requirement.Operator is LabelOperator.GreaterThan or LabelOperator.LessThan && !long.TryParse(requirement.Values.First(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            error = $"unable to parse requirement: values[0]: Invalid value: \"{requirement.Values.First()}\": for 'Gt', 'Lt' operators, the value must be an integer";
            return false;
        }

        var wrong = requirement.Values.FirstOrDefault(value => !NameRules.IsLabelValue(value));
        error = wrong is null ? "" : $"unable to parse requirement: values[0][{requirement.Key}]: Invalid value: \"{wrong}\": {NameRules.LabelValueMessage}";
        return wrong is null;
    }

    private HashSet<string> Single() => Peek() is "" or "," ? [""] : [Next()];

    private bool TryValues(out HashSet<string> values, out string error)
    {
        values = [];
        error = "";
        if (!Take("("))
        {
            error = $"unable to parse requirement: found '{Peek()}', expected: '('";
            return false;
        }

        while (true)
        {
            values.Add(Peek() is "," or ")" ? "" : Next());
            switch (Next())
            {
                case ",":
                    continue;
                case ")":
                    return true;
                case var found:
                    error = $"unable to parse requirement: found '{found}', expected: ',' or ')'";
                    return false;
            }
        }
    }

    private bool Take(string token)
    {
        if (Peek() != token)
        {
            return false;
        }

        Next();
        return true;
    }

    private string Peek()
    {
        var start = _position;
        var token = Next();
        _position = start;
        return token;
    }

    private string Next()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        var start = _position;
        if (start == _text.Length)
        {
            return "";
        }

        if (IsSpecial(_text[start]))
        {
            _position++;
            if (_position < _text.Length && _text[_position] == '=' && _text[start] is '=' or '!' && _text[_position] == '=')
            {
                _position++;
            }

            return _text[start.._position];
        }

        while (_position < _text.Length && !IsSpecial(_text[_position]) && !char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        return _text[start.._position];
    }

    private static bool IsSpecial(char character) => character is '=' or '!' or '(' or ')' or ',' or '<' or '>';

    private static bool IsSymbol(string token) => token.Length > 0 && IsSpecial(token[0]);
}
