using System.Text;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>Reads a class of characters in brackets, of Go's expressions.</summary>
/// <param name="pattern">The expression.</param>
/// <param name="start">Where the class begins.</param>
/// <param name="isFolded">Whether what differs by case only is the same.</param>
internal sealed class Re2ClassReader(string pattern, int start, bool isFolded)
{
    private readonly Re2Class _class = new(isFolded);
    private int _at = start + 1;

    /// <summary>The characters of the class, in ranges in order.</summary>
    /// <param name="next">Where the pattern goes on.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public IReadOnlyList<(int From, int To)> Read(out int next)
    {
        var isNegated = Is('^');
        _at += isNegated ? 1 : 0;
        for (var isFirst = true; isFirst || !Is(']'); isFirst = false)
        {
            if (_at >= pattern.Length)
            {
                throw Missing();
            }

            if (!TryNamed() && !TryEscaped())
            {
                Range();
            }
        }

        next = _at + 1;
        return _class.Characters(isNegated);
    }

    /// <summary>A class by its POSIX name, such as <c>[:alpha:]</c>.</summary>
    private bool TryNamed()
    {
        var end = pattern.AsSpan(_at).StartsWith("[:") ? pattern.IndexOf(":]", _at + 2, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            return false;
        }

        var name = pattern[(_at + 2)..end];
        var isNegated = name.StartsWith('^');
        var ranges = (isNegated ? name[1..] : name) is { Length: > 1 } plain ? Re2Class.Ascii(plain) : null;
        _class.Add(ranges ?? throw Re2Pattern.Fault("invalid character class range", pattern[_at..(end + 2)]), isNegated);
        _at = end + 2;
        return true;
    }

    /// <summary>A class by its letter, such as <c>\d</c>; an escape of a single character is part of a range.</summary>
    private bool TryEscaped()
    {
        if (!Is('\\') || !new Re2Escape(pattern, _at).TryClass(_class, out var next))
        {
            return false;
        }

        _at = next;
        return true;
    }

    private void Range()
    {
        var begin = _at;
        var from = Character();
        var to = from;
        if (Is('-') && _at + 1 < pattern.Length && pattern[_at + 1] != ']')
        {
            _at++;
            to = Character();
        }

        if (to < from)
        {
            throw Re2Pattern.Fault("invalid character class range", pattern[begin.._at]);
        }

        _class.Add(from, to);
    }

    private int Character()
    {
        if (_at >= pattern.Length)
        {
            throw Missing();
        }

        if (Is('\\'))
        {
            return new Re2Escape(pattern, _at).Character(out _at);
        }

        var rune = Rune.GetRuneAt(pattern, _at);
        _at += rune.Utf16SequenceLength;
        return rune.Value;
    }

    private bool Is(char one) => _at < pattern.Length && pattern[_at] == one;

    private ArgumentException Missing() => Re2Pattern.Fault("missing closing ]", pattern[start..]);
}
