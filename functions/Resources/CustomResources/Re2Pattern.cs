using System.Globalization;
using System.Text;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>Translates the expressions of Go, which are RE2's, to the platform's. All that counts is whether a text matches: groups lose their names, and whether a
/// repetition is greedy says nothing.</summary>
/// <remarks>Source of the syntax: the documentation of Go's package regexp/syntax. What only the platform knows is refused, as Go does.</remarks>
internal sealed class Re2Pattern
{
    /// <summary>Most repetitions, also of all that are within one another together, as in Go: more would make an automaton without bound.</summary>
    private const int RepeatMax = 1000;

    /// <summary>Most characters and classes: of more the platform would not make an automaton.</summary>
    private const int CharactersMax = 10_000;

    /// <summary>Most groups within one another.</summary>
    private const int DepthMax = 1000;

    private const string Flags = "imsU";

    private readonly string _pattern;

    /// <summary>The platform's expression: texts, and the numbers of classes.</summary>
    private readonly List<(string Text, int? Class)> _result = [];
    private readonly List<IReadOnlyList<(int From, int To)>> _classes = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Stack<(bool IsMultiline, bool IsDotAll, bool IsFolded, int Repeat)> _groups = [];
    private bool _isMultiline;
    private bool _isDotAll;
    private bool _isFolded;
    private int _at;
    private int _characters;

    /// <summary>The most repetitions within the group that is open, and within the last thing in it.</summary>
    private int _repeat = 1;
    private int _last = 1;

    private Re2Pattern(string pattern) => _pattern = pattern;

    /// <summary>The platform's expression, and the alphabet that it is in.</summary>
    /// <param name="pattern">Go's.</param>
    /// <exception cref="ArgumentException">It is no expression of Go's.</exception>
    public static (string Text, Re2Alphabet Alphabet) Translate(string pattern) => new Re2Pattern(pattern).Run();

    private char Next => _at < _pattern.Length ? _pattern[_at] : '\0';

    private (string Text, Re2Alphabet Alphabet) Run()
    {
        while (_at < _pattern.Length)
        {
            Step(_pattern[_at]);
        }

        if (_groups.Count > 0)
        {
            throw Fault("missing closing )", _pattern);
        }

        var alphabet = Re2Alphabet.Of(_classes) ?? throw Fault("expression too large", _pattern);
        return (string.Concat(_result.Select(piece => piece.Class is { } number ? alphabet.Class(number) : piece.Text)), alphabet);
    }

    private void Step(char one)
    {
        switch (one)
        {
            case '\\':
                Escape();
                break;
            case '[':
                Take(new Re2ClassReader(_pattern, _at, _isFolded).Read(out _at));
                break;
            case '(':
                Open();
                break;
            case ')':
                Close();
                break;
            case '*' or '+' or '?':
                _at++;
                Repeated(one.ToString(), 1);
                break;
            case '{' when Bounds() is var (text, max):
                _at += text.Length;
                Repeated(text, max);
                break;
            case '|':
                _at++;
                Append("|");
                break;
            case '^' or '$':
                _at++;
                Append(_isMultiline ? $"(?m:{one})" : one == '^' ? "^" : @"\z");
                break;
            case '.':
                _at++;
                Take(Dot());
                break;
            default:
                var rune = Rune.GetRuneAt(_pattern, _at);
                _at += rune.Utf16SequenceLength;
                Take(Literal(rune.Value));
                break;
        }
    }

    private void Append(string text) => _result.Add((text, null));

    private void Take(IReadOnlyList<(int From, int To)> characters)
    {
        if (++_characters > CharactersMax)
        {
            throw Fault("expression too large", _pattern);
        }

        var key = string.Join(' ', characters);
        if (!_numbers.TryGetValue(key, out var number))
        {
            _numbers[key] = number = _classes.Count;
            _classes.Add(characters);
        }

        _result.Add(("", number));
        _last = 1;
    }

    private void Repeated(string text, int max)
    {
        if (Next == '?')
        {
            _at++;
        }

        _last *= Math.Max(max, 1);
        _repeat = Math.Max(_repeat, _last);
        Append(_last <= RepeatMax ? text : throw Fault("invalid repeat count", text));
    }

    /// <summary>The bounds of a repetition that stand here; null where the brace is a character.</summary>
    private (string Text, int Max)? Bounds()
    {
        var end = _pattern.IndexOf('}', _at);
        if (end < 0 || _pattern[(_at + 1)..end].Split(',') is not { Length: 1 or 2 } parts || parts[0].Length == 0 || parts.Any(part => !part.All(char.IsAsciiDigit)))
        {
            return null;
        }

        var text = _pattern[_at..(end + 1)];
        var counts = parts.Where(part => part.Length > 0).Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var count) ? count : int.MaxValue).ToList();
        return counts.Max() <= RepeatMax && counts[^1] >= counts[0] ? (text, counts.Max()) : throw Fault("invalid repeat count", text);
    }

    private void Open()
    {
        if (!_pattern.AsSpan(_at).StartsWith("(?"))
        {
            _at++;
            Begin();
        }
        else if (NameEnd() is { } end)
        {
            _at = end + 1;
            Begin();
        }
        else
        {
            Flag();
        }
    }

    private void Begin()
    {
        if (_groups.Count == DepthMax)
        {
            throw Fault("expression nests too deeply", _pattern);
        }

        _groups.Push((_isMultiline, _isDotAll, _isFolded, _repeat));
        _repeat = 1;
        Append("(?:");
    }

    private void Close()
    {
        if (!_groups.TryPop(out var outside))
        {
            throw Fault("unexpected )", _pattern);
        }

        _at++;
        Append(")");
        _last = _repeat;
        (_isMultiline, _isDotAll, _isFolded, _repeat) = (outside.IsMultiline, outside.IsDotAll, outside.IsFolded, Math.Max(outside.Repeat, _repeat));
    }

    /// <summary>Where the name of a group that is named ends; null for another group.</summary>
    private int? NameEnd()
    {
        var rest = _pattern.AsSpan(_at);
        var start = rest.StartsWith("(?P<") ? 4 : rest.StartsWith("(?<") ? 3 : 0;
        if (start == 0)
        {
            return null;
        }

        var end = _pattern.IndexOf('>', _at);
        var name = end < 0 ? "" : _pattern[(_at + start)..end];
        return name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? end : throw Fault("invalid named capture", _pattern[_at..]);
    }

    /// <summary>Reads flags, of a group of their own that begins with them or else of the rest of the one around.</summary>
    private void Flag()
    {
        var start = _at;
        var end = _pattern.AsSpan(start).IndexOfAny(':', ')') + start;
        var flags = end > start ? _pattern[(start + 2)..end] : "-";
        if (flags.Split('-') is not { Length: 1 or 2 } signed || !signed.All(some => some.All(Flags.Contains)) || signed is [_, ""] || (flags.Length == 0 && _pattern[end] == ')'))
        {
            throw Fault("invalid or unsupported Perl syntax", _pattern[start..Math.Min(start + 3, _pattern.Length)]);
        }

        _at = end + 1;
        if (_pattern[end] == ':')
        {
            Begin();
        }

        for (var sign = 0; sign < signed.Length; sign++)
        {
            _isMultiline = signed[sign].Contains('m', StringComparison.Ordinal) ? sign == 0 : _isMultiline;
            _isDotAll = signed[sign].Contains('s', StringComparison.Ordinal) ? sign == 0 : _isDotAll;
            _isFolded = signed[sign].Contains('i', StringComparison.Ordinal) ? sign == 0 : _isFolded;
        }
    }

    private void Escape()
    {
        var (escape, start) = (new Re2Escape(_pattern, _at), _at);
        if (escape.Quoted(out var quoted) is { } end)
        {
            _at = end;
            foreach (var rune in quoted.EnumerateRunes())
            {
                Take(Literal(rune.Value));
            }
        }
        else if (start + 1 < _pattern.Length && _pattern[start + 1] is 'A' or 'z' or 'b' or 'B')
        {
            _at += 2;
            Append(_pattern.Substring(start, 2));
        }
        else
        {
            var one = new Re2Class(_isFolded);
            if (escape.TryClass(one, out _at))
            {
                Take(one.Characters(isNegated: false));
            }
            else
            {
                Take(Literal(escape.Character(out _at)));
            }
        }
    }

    private IReadOnlyList<(int From, int To)> Dot()
    {
        var all = new Re2Class(isFolded: false);
        all.Add(_isDotAll ? [] : [('\n', '\n')], isNegated: true);
        return all.Characters(isNegated: false);
    }

    private IReadOnlyList<(int From, int To)> Literal(int character)
    {
        var one = new Re2Class(_isFolded);
        one.Add(character, character);
        return one.Characters(isNegated: false);
    }

    public static ArgumentException Fault(string why, string where) => new($"error parsing regexp: {why}: `{where}`");
}
