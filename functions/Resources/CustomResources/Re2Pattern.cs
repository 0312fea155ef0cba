using System.Text;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>Translates the expressions of Go, which are RE2's, to the platform's. All that counts is whether a text matches: groups lose their names, and whether a
/// repetition is greedy says nothing.</summary>
/// <remarks>Source of the syntax: the documentation of Go's package regexp/syntax. What only the platform knows is refused, as Go does.</remarks>
internal sealed class Re2Pattern
{
    /// <summary>Most characters and classes: of more the platform would not make an automaton.</summary>
    private const int CharactersMax = 10_000;

    /// <summary>Most groups within one another.</summary>
    private const int DepthMax = 1000;

    private readonly string _pattern;

    /// <summary>The platform's expression: texts, and the numbers of classes.</summary>
    private readonly List<(string Text, int? Class)> _result = [];
    private readonly List<IReadOnlyList<(int From, int To)>> _classes = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Stack<(Re2Flags Flags, int Repeat, int Start)> _groups = [];
    private Re2Flags _flags;
    private int _at;
    private int _characters;

    /// <summary>The most repetitions within the group that is open, and within the last thing in it.</summary>
    private int _repeat = 1;
    private int _last = 1;

    /// <summary>Where the last thing in the group begins in the result; null where there is none that could be repeated.</summary>
    private int? _lastStart;

    /// <summary>Where the repetition begins in the pattern that ends here; null for none.</summary>
    private int? _repetition;

    /// <summary>Whether the last thing is repeated already.</summary>
    private bool _isRepeated;

    private Re2Pattern(string pattern) => _pattern = pattern;

    /// <summary>The platform's expression, and the alphabet that it is in.</summary>
    /// <param name="pattern">Go's.</param>
    /// <exception cref="ArgumentException">It is no expression of Go's.</exception>
    public static (string Text, Re2Alphabet Alphabet) Translate(string pattern) => new Re2Pattern(pattern).Run();

    private (string Text, Re2Alphabet Alphabet) Run()
    {
        while (_at < _pattern.Length)
        {
            var (start, before) = (_at, _repetition);
            _repetition = null;
            Step(_pattern[_at], start, before);
        }

        if (_groups.Count > 0)
        {
            throw Fault("missing closing )", _pattern);
        }

        var alphabet = Re2Alphabet.Of(_classes) ?? throw Fault("expression too large", _pattern);
        return (string.Concat(_result.Select(piece => piece.Class is { } number ? alphabet.Class(number) : piece.Text)), alphabet);
    }

    private void Step(char one, int start, int? before)
    {
        switch (one)
        {
            case '\\':
                Escape();
                break;
            case '[':
                Take(new Re2ClassReader(_pattern, _at, _flags.IsFolded).Read(out _at));
                break;
            case '(':
                Open();
                break;
            case ')':
                Close();
                break;
            case '*' or '+' or '?':
                Repeated(new Re2Repetition(one.ToString(), 1), start, before);
                break;
            case '{' when Re2Repetition.Read(_pattern, start) is { } repetition:
                Repeated(repetition, start, before);
                break;
            case '|':
                _at++;
                Append("|");
                _lastStart = null;
                break;
            case '^' or '$':
                _at++;
                Place(_flags.IsMultiline ? $"(?m:{one})" : one == '^' ? "^" : @"\z");
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

    /// <summary>Adds what says where the text is, which can be repeated.</summary>
    private void Place(string text)
    {
        Begin(_result.Count, 1);
        Append(text);
    }

    /// <summary>The last thing is the one that begins there.</summary>
    private void Begin(int start, int repeat) => (_lastStart, _last, _isRepeated) = (start, repeat, false);

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

        Begin(_result.Count, 1);
        _result.Add(("", number));
    }

    private void Repeated(Re2Repetition repetition, int start, int? before)
    {
        _at += repetition.Text.Length;
        if (_at < _pattern.Length && _pattern[_at] == '?')
        {
            _at++;
        }

        if (before is { } first)
        {
            throw Fault("invalid nested repetition operator", _pattern[first.._at]);
        }

        if (_lastStart is not { } last)
        {
            throw Fault("missing argument to repetition operator", _pattern[start.._at]);
        }

        _last = repetition.Factor == 0 ? 1 : _last * repetition.Factor;
        if (_last > Re2Repetition.Max)
        {
            throw Re2Repetition.Fault(_pattern[start.._at]);
        }

        // What says nothing may stand between two repetitions of one thing, which the platform has groups for.
        if (_isRepeated)
        {
            _result.Insert(last, ("(?:", null));
            Append(")");
        }

        _repeat = Math.Max(_repeat, _last);
        Append(repetition.Text);
        (_repetition, _isRepeated) = (start, true);
    }

    private void Open()
    {
        if (!_pattern.AsSpan(_at).StartsWith("(?"))
        {
            _at++;
            Group(_flags);
        }
        else if (NameEnd() is { } end)
        {
            _at = end + 1;
            Group(_flags);
        }
        else
        {
            var flags = _flags.Read(_pattern, _at, out _at);
            if (_pattern[_at - 1] == ':')
            {
                Group(flags);
            }
            else
            {
                _flags = flags;
            }
        }
    }

    /// <summary>Begins a group, of flags of its own.</summary>
    private void Group(Re2Flags flags)
    {
        if (_groups.Count == DepthMax)
        {
            throw Fault("expression nests too deeply", _pattern);
        }

        _groups.Push((_flags, _repeat, _result.Count));
        (_flags, _repeat, _lastStart) = (flags, 1, null);
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
        Begin(outside.Start, _repeat);
        (_flags, _repeat) = (outside.Flags, Math.Max(outside.Repeat, _repeat));
    }

    /// <summary>Where the name of a group that is named ends; null for another group.</summary>
    private int? NameEnd()
    {
        var rest = _pattern.AsSpan(_at);
        var start = rest.StartsWith("(?P<") && rest.Length > 4 ? 4 : rest.StartsWith("(?<") && rest.Length > 3 ? 3 : 0;
        if (start == 0)
        {
            return null;
        }

        var end = _pattern.IndexOf('>', _at);
        var name = end < 0 ? "" : _pattern[(_at + start)..end];
        return name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
            ? end
            : throw Fault("invalid named capture", end < 0 ? _pattern[_at..] : _pattern[_at..(end + 1)]);
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
            Place(_pattern.Substring(start, 2));
        }
        else
        {
            var one = new Re2Class(_flags.IsFolded);
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
        all.Add(_flags.IsDotAll ? [] : [('\n', '\n')], isNegated: true);
        return all.Characters(isNegated: false);
    }

    private IReadOnlyList<(int From, int To)> Literal(int character)
    {
        var one = new Re2Class(_flags.IsFolded);
        one.Add(character, character);
        return one.Characters(isNegated: false);
    }

    public static ArgumentException Fault(string why, string where) => new($"error parsing regexp: {why}: `{where}`");
}
