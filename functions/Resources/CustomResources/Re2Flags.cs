using System.Text;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>The flags of Go's expressions that say what a part matches.</summary>
/// <param name="IsMultiline">Whether texts begin and end at each line.</param>
/// <param name="IsDotAll">Whether a dot is a line's end too.</param>
/// <param name="IsFolded">Whether what differs by case only is the same.</param>
internal readonly record struct Re2Flags(bool IsMultiline, bool IsDotAll, bool IsFolded)
{
    /// <summary>Reads flags behind <c>(?</c>, of a group of their own that begins with them or else of the rest of the one around.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="start">Where the parenthesis is.</param>
    /// <param name="next">Where the pattern goes on.</param>
    /// <exception cref="ArgumentException">They are none.</exception>
    public Re2Flags Read(string pattern, int start, out int next)
    {
        var (flags, isSet, isAny) = (this, true, true);
        next = start + 2;
        while (next < pattern.Length)
        {
            var rune = Rune.GetRuneAt(pattern, next);
            next += rune.Utf16SequenceLength;
            if (rune.Value is ':' or ')' && isAny)
            {
                return flags;
            }

            if (rune.Value == '-' && isSet)
            {
                (isSet, isAny) = (false, false);
            }
            else if (flags.With(rune.Value, isSet) is { } changed)
            {
                (flags, isAny) = (changed, true);
            }
            else
            {
                break;
            }
        }

        throw Re2Pattern.Fault("invalid or unsupported Perl syntax", pattern[start..next]);
    }

    /// <summary>These with one of them set or not; null where the letter is none. What is greedy says nothing of what matches.</summary>
    private Re2Flags? With(int letter, bool isSet) => letter switch
    {
        'm' => this with { IsMultiline = isSet },
        's' => this with { IsDotAll = isSet },
        'i' => this with { IsFolded = isSet },
        'U' => this,
        _ => null,
    };
}
