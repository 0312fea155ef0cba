using System.Globalization;
using System.Text;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>One backslash of Go's expressions, with what follows it.</summary>
internal readonly struct Re2Escape(string pattern, int at)
{
    private const string Controls = "afnrtv";
    private const string ControlCharacters = "\a\f\n\r\t\v";

    private char Letter => at + 1 < pattern.Length ? pattern[at + 1] : throw Re2Pattern.Fault("trailing backslash at end of expression", "");

    /// <summary>Reads text that stands for itself, up to its end.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Where the pattern goes on; null where no such text begins here.</returns>
    public int? Quoted(out string text)
    {
        text = "";
        if (Letter != 'Q')
        {
            return null;
        }

        var end = pattern.IndexOf(@"\E", at + 2, StringComparison.Ordinal);
        text = end < 0 ? pattern[(at + 2)..] : pattern[(at + 2)..end];
        return end < 0 ? pattern.Length : end + 2;
    }

    /// <summary>Adds the class of characters that it names to a class.</summary>
    /// <param name="to">Gets it.</param>
    /// <param name="next">Where the pattern goes on.</param>
    /// <returns>Whether it names one.</returns>
    public bool TryClass(Re2Class to, out int next)
    {
        next = at + 2;
        var (letter, isNegated) = (char.ToLowerInvariant(Letter), char.IsAsciiLetterUpper(Letter));
        switch (letter)
        {
            case 'd' or 'w' or 's':
                to.Add(Re2Class.Ascii(letter.ToString())!, isNegated);
                return true;
            case 'p':
                var name = Property(out next);
                to.Add(UnicodeTables.Find(name.StartsWith('^') ? name[1..] : name) ?? throw Re2Pattern.Fault("invalid character class range", pattern[at..next]), isNegated != name.StartsWith('^'));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The character that it stands for.</summary>
    /// <param name="next">Where the pattern goes on.</param>
    public int Character(out int next)
    {
        next = at + 2;
        switch (Letter)
        {
            case 'x':
                return Hexadecimal(out next);
            case '0':
                return Octal(out next);
            case >= '1' and <= '7' when at + 2 < pattern.Length && pattern[at + 2] is >= '0' and <= '7':
                return Octal(out next);
            case var control when Controls.Contains(control, StringComparison.Ordinal):
                return ControlCharacters[Controls.IndexOf(control, StringComparison.Ordinal)];
            case < '\x80' and var sign when !char.IsAsciiLetterOrDigit(sign):
                return sign;
            default:
                next = at + 1 + Rune.GetRuneAt(pattern, at + 1).Utf16SequenceLength;
                throw Fault(next);
        }
    }

    private string Property(out int next)
    {
        if (at + 2 >= pattern.Length || pattern[at + 2] != '{')
        {
            next = at + 2 >= pattern.Length ? at + 2 : at + 2 + Rune.GetRuneAt(pattern, at + 2).Utf16SequenceLength;
            return pattern[(at + 2)..next];
        }

        var end = pattern.IndexOf('}', at);
        next = end < 0 ? pattern.Length : end + 1;
        return end > 0 ? pattern[(at + 3)..end] : throw Re2Pattern.Fault("invalid character class range", pattern[at..]);
    }

    /// <summary>Two digits, or any number of them in braces.</summary>
    private int Hexadecimal(out int next)
    {
        next = at + 2;
        if (next >= pattern.Length)
        {
            throw Fault(next);
        }

        if (pattern[next] != '{')
        {
            return (Digit(ref next) * 16) + Digit(ref next) ?? throw Fault(next);
        }

        int? value = 0;
        var start = ++next;
        while (value <= UnicodeTables.CharacterMax && next < pattern.Length)
        {
            if (pattern[next] == '}' && next > start)
            {
                next++;
                return value.Value;
            }

            value = (value * 16) + Digit(ref next);
        }

        throw Fault(next);
    }

    /// <summary>A digit of sixteen; null for another character, and at the end.</summary>
    private int? Digit(ref int next)
    {
        if (next >= pattern.Length)
        {
            return null;
        }

        var rune = Rune.GetRuneAt(pattern, next);
        next += rune.Utf16SequenceLength;
        return int.TryParse(rune.ToString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var digit) ? digit : null;
    }

    private ArgumentException Fault(int next) => Re2Pattern.Fault("invalid escape sequence", pattern[at..next]);

    private int Octal(out int next)
    {
        var value = 0;
        for (next = at + 1; next < at + 4 && next < pattern.Length && pattern[next] is >= '0' and <= '7'; next++)
        {
            value = (value * 8) + (pattern[next] - '0');
        }

        return value;
    }
}
