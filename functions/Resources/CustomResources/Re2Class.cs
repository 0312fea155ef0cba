using System.Globalization;
using System.Text;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>A class of characters as Go's expressions have it, and as the platform is told of it.</summary>
/// <remarks>The platform looks at UTF-16 units. In the wide form, for texts that have characters of two units, such a pair counts as one character.</remarks>
/// <param name="isWide">Whether to make the wide form.</param>
internal sealed class Re2Class(bool isWide)
{
    private const int AstralMin = 0x10000;
    private const int AstralMax = 0x10ffff;
    private const string Surrogates = @"\ud800-\udfff";

    private readonly StringBuilder _units = new();
    private readonly List<(int From, int To)> _pairs = [];

    /// <summary>The ASCII characters of a Perl class or a POSIX one, in pairs of the first and the last of a range; null where there is none of that name.</summary>
    public static string? Ascii(string name) => name switch
    {
        "d" or "digit" => "09",
        "w" or "word" => "09AZ__az",
        "s" => "\t\n\f\r  ",
        "alnum" => "09AZaz",
        "alpha" => "AZaz",
        "ascii" => "\0\x7f",
        "blank" => "\t\t  ",
        "cntrl" => "\0\x1f\x7f\x7f",
        "graph" => "!~",
        "lower" => "az",
        "print" => " ~",
        "punct" => "!/:@[`{~",
        "space" => "\t\r  ",
        "upper" => "AZ",
        "xdigit" => "09AFaf",
        _ => null,
    };

    /// <summary>Adds a range of characters.</summary>
    public void Add(int from, int to)
    {
        if (from < AstralMin)
        {
            _units.Append(CultureInfo.InvariantCulture, $"{Unit(from)}-{Unit(Math.Min(to, 0xffff))}");
        }

        if (to >= AstralMin)
        {
            _pairs.Add((Math.Max(from, AstralMin), to));
        }
    }

    /// <summary>Adds a class of ASCII characters, or all characters but those.</summary>
    public void Add(string ranges, bool isNegated)
    {
        var next = 0;
        for (var index = 0; index < ranges.Length; index += 2)
        {
            if (!isNegated)
            {
                Add(ranges[index], ranges[index + 1]);
            }
            else if (ranges[index] > next)
            {
                Add(next, ranges[index] - 1);
            }

            next = ranges[index + 1] + 1;
        }

        if (isNegated)
        {
            Add(next, AstralMax);
        }
    }

    /// <summary>Adds a class of Unicode, such as <c>Lu</c>, or all characters but those. Of characters of two units none is in any.</summary>
    public void AddProperty(string name, bool isNegated)
    {
        _units.Append(isNegated ? @"\P{" : @"\p{").Append(name).Append('}');
        if (isNegated)
        {
            _pairs.Add((AstralMin, AstralMax));
        }
    }

    /// <summary>The platform's expression of it.</summary>
    public string Text(bool isNegated)
    {
        if (!isWide)
        {
            return _units.Length > 0 ? $"[{(isNegated ? "^" : "")}{_units}]" : isNegated ? @"[\s\S]" : @"[^\s\S]";
        }

        var units = isNegated ? $"[^{_units}{Surrogates}]" : _units.Length > 0 ? $"[{_units}-[{Surrogates}]]" : @"[^\s\S]";
        return $"(?:{string.Join('|', (isNegated ? Others() : _pairs).SelectMany(Pairs).Prepend(units))})";
    }

    private IEnumerable<(int From, int To)> Others()
    {
        var next = AstralMin;
        foreach (var (from, to) in _pairs.OrderBy(pair => pair.From))
        {
            if (from > next)
            {
                yield return (next, from - 1);
            }

            next = Math.Max(next, to + 1);
        }

        if (next <= AstralMax)
        {
            yield return (next, AstralMax);
        }
    }

    /// <summary>The pairs of units of a range: of the first high unit, of those between, of the last.</summary>
    private static IEnumerable<string> Pairs((int From, int To) range)
    {
        var (from, to) = (range.From - AstralMin, range.To - AstralMin);
        var (first, last) = (from >> 10, to >> 10);
        if (first == last)
        {
            return [Pair(first, first, from & 0x3ff, to & 0x3ff)];
        }

        var between = last - first > 1 ? new[] { Pair(first + 1, last - 1, 0, 0x3ff) } : [];
        return [Pair(first, first, from & 0x3ff, 0x3ff), .. between, Pair(last, last, 0, to & 0x3ff)];
    }

    private static string Pair(int highFrom, int highTo, int lowFrom, int lowTo) =>
        $"[{Unit(0xd800 + highFrom)}-{Unit(0xd800 + highTo)}][{Unit(0xdc00 + lowFrom)}-{Unit(0xdc00 + lowTo)}]";

    private static string Unit(int unit) => string.Create(CultureInfo.InvariantCulture, $"\\u{unit:x4}");
}
