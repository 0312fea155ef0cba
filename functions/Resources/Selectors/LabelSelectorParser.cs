using System.Globalization;

namespace CloudOrchestrator.Resources.Selectors;

/// <summary>Parses label selectors.</summary>
internal sealed class LabelSelectorParser
{
    private readonly List<LabelSelectorToken> _tokens;
    private int _next;
    private string? _error;

    private LabelSelectorParser(string text) => _tokens = LabelSelectorToken.Scan(text);

    public static bool TryParse(string text, out LabelSelector selector, out string error)
    {
        var parser = new LabelSelectorParser(text);
        var requirements = parser.Requirements();
        error = parser._error ?? "";
        selector = error.Length > 0 || requirements.Count == 0 ? LabelSelector.Everything : new LabelSelector(requirements);
        return error.Length == 0;
    }

    private LabelSelectorToken Ahead => _tokens[_next];

    private List<LabelRequirement> Requirements()
    {
        var requirements = new List<LabelRequirement>();
        if (!Ahead.IsEnd && !BeginsRequirement())
        {
            Fail($"found '{Ahead.Text}', expected: !, identifier, or 'end of string'");
            return requirements;
        }

        while (_error is null && !Ahead.IsEnd)
        {
            if (Requirement() is not { } requirement)
            {
                Fail($"unable to parse requirement: {_error}");
                return requirements;
            }

            requirements.Add(requirement);
            if (Ahead.IsEnd)
            {
                return requirements;
            }

            var found = Next();
            if (found.Text != ",")
            {
                Fail($"found '{found.Text}', expected: ',' or 'end of string'");
            }
            else if (!BeginsRequirement())
            {
                Fail($"found '{Ahead.Text}', expected: identifier after ','");
            }
        }

        return requirements;
    }

    private bool BeginsRequirement() => Ahead.IsWord || Ahead.Text == "!";

    private LabelRequirement? Requirement()
    {
        var isNegated = Take("!");
        var key = Next();
        if (!key.IsWord)
        {
            return Fail($"found '{key.Text}', expected: identifier");
        }

        if (string.Join("; ", NameRules.QualifiedNameFaults(key.Text)) is { Length: > 0 } faults)
        {
            return Fail($"<nil>: Invalid value: \"{key.Text}\": {faults}");
        }

        return isNegated ? new LabelRequirement(key.Text, LabelOperator.DoesNotExist, new HashSet<string>())
            : Ahead.IsEnd || Ahead.Text == "," ? new LabelRequirement(key.Text, LabelOperator.Exists, new HashSet<string>())
            : Comparison(key.Text);
    }

    private LabelRequirement? Comparison(string key)
    {
        var found = Next();
        LabelOperator? comparison = found.Text switch
        {
            "=" or "==" or "in" => LabelOperator.In,
            "!=" or "notin" => LabelOperator.NotIn,
            ">" => LabelOperator.GreaterThan,
            "<" => LabelOperator.LessThan,
            _ => null,
        };
        if (comparison is null)
        {
            return Fail($"found '{found.Text}', expected: in, notin, =, ==, !=, gt, lt");
        }

        return (found.IsWord ? Values() : Single()) is { } values ? Valid(new LabelRequirement(key, comparison.Value, values)) : null;
    }

    private LabelRequirement? Valid(LabelRequirement requirement)
    {
        var values = requirement.Values.Order(StringComparer.Ordinal).ToList();
        var errors = new List<string>();
        if (requirement.Operator is LabelOperator.GreaterThan or LabelOperator.LessThan && !long.TryParse(values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            errors.Add($"values[0]: Invalid value: \"{values[0]}\": for 'Gt', 'Lt' operators, the value must be an integer");
        }

        foreach (var (index, value) in values.Index())
        {
            if (string.Join("; ", NameRules.LabelValueFaults(value)) is { Length: > 0 } faults)
            {
                errors.Add($"values[{index}][{requirement.Key}]: Invalid value: \"{value}\": {faults}");
            }
        }

        return errors.Count == 0 ? requirement : Fail(errors.Count == 1 ? errors[0] : $"[{string.Join(", ", errors)}]");
    }

    private HashSet<string>? Single()
    {
        if (Ahead.IsEnd || Ahead.Text == ",")
        {
            return [""];
        }

        var found = Next();
        return found.IsWord ? [found.Text] : Failed($"found '{found.Text}', expected: identifier");
    }

    /// <summary>Values in parentheses, of which any may be empty.</summary>
    private HashSet<string>? Values()
    {
        var open = Next();
        if (open.Text != "(")
        {
            return Failed($"found '{open.Text}' expected: '('");
        }

        if (!Ahead.IsWord && Ahead.Text is not ("," or ")"))
        {
            return Failed($"found '{Ahead.Text}', expected: ',', ')' or identifier");
        }

        var values = new HashSet<string>();
        while (true)
        {
            values.Add(Ahead.IsWord ? Next().Text : "");
            if (Take(")"))
            {
                return values;
            }

            if (!Take(","))
            {
                return Failed($"found '{Ahead.Text}', expected: ',' or ')'");
            }

            if (!Ahead.IsWord && Ahead.Text is not ("," or ")"))
            {
                return Failed($"found '{Ahead.Text}', expected: ',', or identifier");
            }
        }
    }

    private bool Take(string text)
    {
        var isThere = !Ahead.IsWord && Ahead.Text == text;
        _next += isThere ? 1 : 0;
        return isThere;
    }

    /// <summary>The next token; the end stays where it is.</summary>
    private LabelSelectorToken Next() => Ahead.IsEnd ? Ahead : _tokens[_next++];

    private LabelRequirement? Fail(string error)
    {
        _error = error;
        return null;
    }

    private HashSet<string>? Failed(string error)
    {
        _error = error;
        return null;
    }
}
