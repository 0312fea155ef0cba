using System.Globalization;
using System.Text;

namespace CloudOrchestrator.ApiServer.PipelineApply.Diffs;

/// <summary>Writes the difference of two texts as <c>diff -u</c> does. Pure.</summary>
internal static class UnifiedDiff
{
    /// <summary>How many lines around a change are shown.</summary>
    private const int Context = 3;

    /// <summary>The difference, each line ended by a line break; empty where there is none.</summary>
    /// <param name="beforeName">What the old text is called.</param>
    /// <param name="before">The old text's lines.</param>
    /// <param name="afterName">What the new text is called.</param>
    /// <param name="after">The new text's lines.</param>
    public static string Of(string beforeName, IReadOnlyList<string> before, string afterName, IReadOnlyList<string> after)
    {
        var edits = LineEdits.Between(before, after);
        var text = new StringBuilder();
        var (beforeLine, afterLine, index) = (0, 0, 0);
        while (index < edits.Count)
        {
            var first = Next(edits, index);
            if (first == edits.Count)
            {
                break;
            }

            var start = Math.Max(index, first - Context);
            var end = End(edits, first);
            (beforeLine, afterLine) = (beforeLine + start - index, afterLine + start - index);
            var (beforeCount, afterCount) = (Count(edits, start, end, '+'), Count(edits, start, end, '-'));
            text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(beforeLine, beforeCount)} +{Range(afterLine, afterCount)} @@\n");
            for (var at = start; at < end; at++)
            {
                text.Append(edits[at].Mark).Append(edits[at].Line).Append('\n');
            }

            (beforeLine, afterLine, index) = (beforeLine + beforeCount, afterLine + afterCount, end);
        }

        return text.Length == 0 ? "" : text.Insert(0, $"--- {beforeName}\n+++ {afterName}\n").ToString();
    }

    private static int Next(IReadOnlyList<(char Mark, string Line)> edits, int from)
    {
        while (from < edits.Count && edits[from].Mark == ' ')
        {
            from++;
        }

        return from;
    }

    /// <summary>Where a part that begins with this change ends: behind the last change that is near another, with its context.</summary>
    private static int End(IReadOnlyList<(char Mark, string Line)> edits, int change)
    {
        while (true)
        {
            var end = change;
            while (end < edits.Count && edits[end].Mark != ' ')
            {
                end++;
            }

            change = Next(edits, end);
            if (change == edits.Count || change - end > Context * 2)
            {
                return Math.Min(edits.Count, end + Context);
            }
        }
    }

    /// <summary>How many lines of one of the texts a part holds: all but those that are the other's.</summary>
    private static int Count(IReadOnlyList<(char Mark, string Line)> edits, int start, int end, char other)
    {
        var count = 0;
        for (var at = start; at < end; at++)
        {
            count += edits[at].Mark == other ? 0 : 1;
        }

        return count;
    }

    private static string Range(int before, int count) =>
        count == 1 ? string.Create(CultureInfo.InvariantCulture, $"{before + 1}") : string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? before : before + 1)},{count}");
}
