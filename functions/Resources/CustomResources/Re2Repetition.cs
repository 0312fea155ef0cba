namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>A repetition of Go's expressions.</summary>
/// <param name="Text">As it is written, without the sign that says how greedy it is.</param>
/// <param name="Factor">How many times what is repeated counts at most; zero for what never is.</param>
internal readonly record struct Re2Repetition(string Text, int Factor)
{
    /// <summary>Most repetitions, also of all that are within one another together, as in Go: more would make an automaton without bound.</summary>
    public const int Max = 1000;

    /// <summary>Reads bounds in braces.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="start">Where the brace is.</param>
    /// <returns>Null where the brace stands for itself.</returns>
    /// <exception cref="ArgumentException">The bounds are too large, or there are less at most than there are at least.</exception>
    public static Re2Repetition? Read(string pattern, int start)
    {
        var next = start + 1;
        if (Count(pattern, ref next) is not { } least)
        {
            return null;
        }

        int? most = least;
        if (next < pattern.Length && pattern[next] == ',')
        {
            next++;
            most = next < pattern.Length && pattern[next] == '}' ? null : Count(pattern, ref next) ?? -1;
        }

        if (most == -1 || next >= pattern.Length || pattern[next] != '}')
        {
            return null;
        }

        var text = pattern[start..(next + 1)];
        return least <= Max && (most is null || (most <= Max && most >= least)) ? new Re2Repetition(text, most ?? Math.Max(least, 1)) : throw Fault(text);
    }

    /// <summary>The error of bounds that are none.</summary>
    public static ArgumentException Fault(string text) => Re2Pattern.Fault("invalid repeat count", text);

    /// <summary>A count, which does not begin with a zero that says nothing; one past all bounds for more.</summary>
    private static int? Count(string pattern, ref int next)
    {
        var start = next;
        var count = 0;
        for (; next < pattern.Length && char.IsAsciiDigit(pattern[next]); next++)
        {
            count = Math.Min((count * 10) + (pattern[next] - '0'), Max + 1);
        }

        return next == start || (next > start + 1 && pattern[start] == '0') ? null : count;
    }
}
