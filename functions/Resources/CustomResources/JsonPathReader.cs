using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>Reads JSONPath as definitions of custom resources use it for what they have printed.</summary>
internal sealed partial class JsonPathReader
{
    /// <summary>How deep filters and unions may lie in each other.</summary>
    private const int DepthMax = 16;

    private readonly string _path;
    private readonly int _depth;
    private readonly List<JsonPath.Step> _steps = [];
    private int _at;

    private JsonPathReader(string path, int depth) => (_path, _depth) = (path, depth);

    /// <summary>Reads a path, such as <c>.status.conditions[?(@.type=="Ready")].status</c>; null where it is none.</summary>
    public static JsonPath? TryParse(string path) => TryParse(path, 0);

    /// <summary>The names of the members that a plain path goes through, such as <c>.spec.replicas</c>.</summary>
    public static string[] Members(string path) => path.Split('.', StringSplitOptions.RemoveEmptyEntries);

    private static JsonPath? TryParse(string path, int depth)
    {
        var reader = new JsonPathReader(path, depth);
        while (reader._at < path.Length)
        {
            if (depth > DepthMax || !reader.TryStep())
            {
                return null;
            }
        }

        return new JsonPath(reader._steps);
    }

    private bool TryStep()
    {
        var rest = _path.AsSpan(_at);
        switch (rest[0])
        {
            case ' ' or '@' or '$':
                _at++;
                return true;
            case '[':
                return rest.StartsWith("[?(") ? TryFilter() : TryBrackets();
            case '.' when rest.StartsWith(".."):
                return TryDescendants();
            case '.':
                _at++;
                return TryMember();
            case '"' or '\'':
                return TryText();
            default:
                return TryLiteral();
        }
    }

    /// <summary>Whether a name ends here.</summary>
    private static bool Ends(char letter) => letter is ' ' or '\t' or '\r' or '\n' or '.' or ',' or '[' or ']' or '$' or '@' or '{' or '}';

    private bool TryMember()
    {
        var name = new StringBuilder();
        for (; _at < _path.Length && !Ends(_path[_at]); _at++)
        {
            if (_path[_at] == '\\' && _at + 1 < _path.Length)
            {
                _at++;
            }

            name.Append(_path[_at]);
        }

        if (name.Length > 0)
        {
            _steps.Add(name.Equals("*") ? JsonPath.Children : JsonPath.Member(name.ToString()));
        }

        // A point alone is the value itself.
        return name.Length > 0 || _at == _path.Length || _path[_at] == '[';
    }

    private bool TryDescendants()
    {
        _at += 2;
        _steps.Add(JsonPath.Descendants);
        return _at == _path.Length || _path[_at] == '[' || (_path[_at] != '.' && TryMember());
    }

    private bool TryBrackets()
    {
        var end = _path.IndexOf(']', _at);
        if (end < 0)
        {
            return false;
        }

        var inside = _path[(_at + 1)..end];
        _at = end + 1;
        if (inside.Contains(',', StringComparison.Ordinal))
        {
            var paths = inside.Split(',').Select(part => TryParse($"[{part.Trim(' ')}]", _depth + 1)).OfType<JsonPath>().ToList();
            _steps.Add(JsonPath.Union(paths));
            return paths.Count == inside.Count(static letter => letter == ',') + 1;
        }

        if (inside.Length >= 2 && inside[0] == '\'' && inside.IndexOf('\'', 1) == inside.Length - 1)
        {
            // What is quoted is read as what follows a point, where a backslash takes a point's meaning away.
            if (TryParse($".{inside[1..^1]}", _depth + 1) is not { } named)
            {
                return false;
            }

            _steps.Add(JsonPath.Union([named]));
            return true;
        }

        return TrySlice(inside == "*" ? ":" : inside);
    }

    private bool TrySlice(string inside)
    {
        if (Slices().Match(inside) is not { Success: true } match || inside.Length == 0)
        {
            return false;
        }

        var places = new int?[3];
        for (var place = 0; place < places.Length; place++)
        {
            var digits = match.Groups[place + 1].Value.TrimStart(':');
            if (digits.Length > 0)
            {
                if (!int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                {
                    return false;
                }

                places[place] = number;
            }
        }

        _steps.Add(match.Groups[2].Success ? JsonPath.Slice(places[0], places[1], places[2]) : JsonPath.Item(places[0] ?? 0));
        return true;
    }

    /// <summary>What is quoted within the condition may hold what else ends it.</summary>
    private bool TryFilter()
    {
        var start = _at += 3;
        var quote = '\0';
        while (_at < _path.Length && (quote != '\0' || _path[_at] != ')'))
        {
            quote = _path[_at] switch
            {
                '"' or '\'' when quote == '\0' => _path[_at],
                var letter when letter == quote && _path[_at - 1] != '\\' => '\0',
                _ => quote,
            };
            _at++;
        }

        if (_at + 1 >= _path.Length || _path[_at + 1] != ']')
        {
            return false;
        }

        var condition = _path[start.._at];
        _at += 2;
        var step = Comparison().Match(condition) is { Success: true } match
            ? TryParse(match.Groups[1].Value, _depth + 1) is { } left && TryParse(match.Groups[3].Value, _depth + 1) is { } right ? JsonPathFilter.Compare(left, match.Groups[2].Value, right) : null
            : TryParse(condition, _depth + 1) is { } path ? JsonPathFilter.Exists(path) : null;
        if (step is not null)
        {
            _steps.Add(step);
        }

        return step is not null;
    }

    private bool TryText()
    {
        var (quote, text) = (_path[_at], new StringBuilder());
        for (_at++; _at < _path.Length && _path[_at] != quote; _at++)
        {
            if (_path[_at] == '\\' && _at + 1 < _path.Length)
            {
                _at++;
            }

            text.Append(_path[_at]);
        }

        _steps.Add(JsonPath.Constant(JsonValue.Create(text.ToString())));
        return _at++ < _path.Length;
    }

    /// <summary>A number, <c>true</c> or <c>false</c>.</summary>
    private bool TryLiteral()
    {
        var start = _at;
        while (_at < _path.Length && (!Ends(_path[_at]) || _path[_at] == '.'))
        {
            _at++;
        }

        var word = _path[start.._at];
        JsonNode? value = word switch
        {
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ when long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
            _ when double.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            _ => null,
        };
        if (value is not null)
        {
            _steps.Add(JsonPath.Constant(value));
        }

        return value is not null;
    }

    [GeneratedRegex(@"^(-?\d*)(:-?\d*)?(:-?\d*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Slices();

    [GeneratedRegex("^([^!<>=]+)([!<>=]+)(.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();
}
