using System.Globalization;
using System.Text;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>One backslash of Go's expressions, with what follows it.</summary>
internal readonly struct Re2Escape(string pattern, int at)
{
    private const string Controls = "afnrtv";
    private const string ControlCharacters = "\a\f\n\r\t\v";

    private string Rest => pattern[at..];

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
                throw Re2Pattern.Fault("invalid escape sequence", pattern.Substring(at, 2));
        }
    }

    private string Property(out int next)
    {
        if (at + 2 >= pattern.Length)
        {
            throw Re2Pattern.Fault("invalid character class range", Rest);
        }

        if (pattern[at + 2] != '{')
        {
            next = at + 3;
            return pattern.Substring(at + 2, 1);
        }

        var end = pattern.IndexOf('}', at);
        next = end + 1;
        return end > 0 && pattern[(at + 3)..end] is { Length: > 0 } name && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '^')
            ? name
            : throw Re2Pattern.Fault("invalid character class range", Rest);
    }

    private int Hexadecimal(out int next)
    {
        var isBraced = at + 2 < pattern.Length && pattern[at + 2] == '{';
        var start = isBraced ? at + 3 : at + 2;
        var end = isBraced ? pattern.IndexOf('}', at) : Math.Min(at + 4, pattern.Length);
        next = isBraced ? end + 1 : end;
        return end - start > 0 && (isBraced || end - start == 2) && int.TryParse(pattern.AsSpan(start, end - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && Rune.IsValid(value)
            ? value
            : throw Re2Pattern.Fault("invalid escape sequence", Rest);
    }

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
