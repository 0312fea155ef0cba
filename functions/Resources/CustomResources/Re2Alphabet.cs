using System.Globalization;
using System.Text;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>The letters in which the platform is told of an expression and of the texts that it looks at: those of ASCII as they are, and one of private use for
/// all characters beyond that the expression's classes do not tell apart.</summary>
/// <remarks>
/// The platform looks at UTF-16 units, to which the characters beyond U+FFFF are two, and takes the letters of all scripts for parts of words. In this form
/// every character is one unit, as to Go, and part of a word if it is one of ASCII; and every class is one of few units, whatever it holds.
/// </remarks>
internal sealed class Re2Alphabet
{
    private const int AsciiMax = 0x7f;

    /// <summary>The characters of private use.</summary>
    private const int UnitMin = 0xe000;
    private const int UnitsMax = 6400;

    /// <summary>Most classes that all intervals together lie in: far more than any sane expression has.</summary>
    private const int MarksMax = 1_000_000;

    /// <summary>The expression of no character.</summary>
    private const string None = @"[^\s\S]";

    /// <summary>Where the intervals of characters begin that no class tells apart, and the unit of each.</summary>
    private readonly int[] _begins;
    private readonly char[] _units;
    private readonly string[] _texts;

    private Re2Alphabet(int[] begins, char[] units, string[] texts) => (_begins, _units, _texts) = (begins, units, texts);

    /// <summary>The alphabet of an expression's classes; null where it would be too large.</summary>
    /// <param name="classes">The classes, each as ranges of characters in order.</param>
    public static Re2Alphabet? Of(IReadOnlyList<IReadOnlyList<(int From, int To)>> classes)
    {
        var beyond = classes.Select(one => one.Where(range => range.To > AsciiMax).Select(range => (From: Math.Max(range.From, AsciiMax + 1), range.To)).ToList()).ToList();
        int[] begins = [.. beyond.SelectMany(one => one).SelectMany(range => new[] { range.From, range.To + 1 }).Append(AsciiMax + 1).Distinct().Order()];
        if (Marks(beyond, begins) is not { } marks)
        {
            return null;
        }

        var texts = classes.Select(one => new StringBuilder().AppendJoin("", one.Where(range => range.From <= AsciiMax).Select(range => $"{Escaped(range.From)}-{Escaped(Math.Min(range.To, AsciiMax))}"))).ToList();
        var known = new Dictionary<string, char>();
        var units = new char[begins.Length];
        for (var index = 0; index < units.Length; index++)
        {
            var key = string.Join(',', marks[index]);
            if (!known.TryGetValue(key, out units[index]))
            {
                units[index] = known[key] = (char)(UnitMin + known.Count);
                marks[index].ForEach(one => texts[one].Append(Escaped(known[key])));
            }
        }

        return known.Count > UnitsMax ? null : new Re2Alphabet(begins, units, [.. texts.Select(text => text.Length == 0 ? None : $"[{text}]")]);
    }

    /// <summary>The platform's expression of a class.</summary>
    public string Class(int number) => _texts[number];

    /// <summary>A text in these letters.</summary>
    public string Text(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(rune.IsAscii ? (char)rune.Value : _units[Array.BinarySearch(_begins, rune.Value) is var found && found < 0 ? ~found - 1 : found]);
        }

        return result.ToString();
    }

    /// <summary>The classes that each interval lies in; null for too many.</summary>
    private static List<int>[]? Marks(List<List<(int From, int To)>> classes, int[] begins)
    {
        var marks = begins.Select(_ => new List<int>()).ToArray();
        var count = 0;
        for (var number = 0; number < classes.Count; number++)
        {
            foreach (var (from, to) in classes[number])
            {
                for (var index = Array.BinarySearch(begins, from); index < begins.Length && begins[index] <= to; index++)
                {
                    if (++count > MarksMax)
                    {
                        return null;
                    }

                    marks[index].Add(number);
                }
            }
        }

        return marks;
    }

    private static string Escaped(int unit) => string.Create(CultureInfo.InvariantCulture, $"\\u{unit:x4}");
}
