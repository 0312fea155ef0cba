namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>A class of characters as Go's expressions have it.</summary>
/// <param name="isFolded">Whether what differs by case only is the same.</param>
internal sealed class Re2Class(bool isFolded)
{
    private readonly List<(int From, int To)> _ranges = [];

    /// <summary>The ASCII characters of a Perl class or a POSIX one; null where there is none of that name.</summary>
    public static IReadOnlyList<(int From, int To)>? Ascii(string name) => name switch
    {
        "d" or "digit" => Ranges("09"),
        "w" or "word" => Ranges("09AZ__az"),
        "s" => Ranges("\t\n\f\r  "),
        "alnum" => Ranges("09AZaz"),
        "alpha" => Ranges("AZaz"),
        "ascii" => Ranges("\0\x7f"),
        "blank" => Ranges("\t\t  "),
        "cntrl" => Ranges("\0\x1f\x7f\x7f"),
        "graph" => Ranges("!~"),
        "lower" => Ranges("az"),
        "print" => Ranges(" ~"),
        "punct" => Ranges("!/:@[`{~"),
        "space" => Ranges("\t\r  "),
        "upper" => Ranges("AZ"),
        "xdigit" => Ranges("09AFaf"),
        _ => null,
    };

    /// <summary>Adds a range of characters.</summary>
    public void Add(int from, int to) => Add([(from, to)], isNegated: false);

    /// <summary>Adds characters, or all but those.</summary>
    public void Add(IReadOnlyList<(int From, int To)> ranges, bool isNegated)
    {
        var wanted = isFolded ? CaseOrbits.Closed(ranges) : ranges;
        _ranges.AddRange(isNegated ? Others(wanted) : wanted);
    }

    /// <summary>Its characters, or all others, in ranges that are in order and do not meet.</summary>
    public IReadOnlyList<(int From, int To)> Characters(bool isNegated)
    {
        var others = Others(_ranges);
        return isNegated ? others : Others(others);
    }

    /// <summary>All characters but some.</summary>
    private static List<(int From, int To)> Others(IReadOnlyList<(int From, int To)> ranges)
    {
        var others = new List<(int From, int To)>();
        var next = 0;
        foreach (var (from, to) in ranges.OrderBy(range => range.From))
        {
            if (from > next)
            {
                others.Add((next, from - 1));
            }

            next = Math.Max(next, to + 1);
        }

        if (next <= UnicodeTables.CharacterMax)
        {
            others.Add((next, UnicodeTables.CharacterMax));
        }

        return others;
    }

    /// <summary>Ranges from pairs of their first character and their last.</summary>
    private static (int From, int To)[] Ranges(string pairs) => [.. pairs.Chunk(2).Select(pair => ((int)pair[0], (int)pair[1]))];
}
