namespace CloudOrchestrator.ApiServer.PipelineApply.Diffs;

/// <summary>Finds the fewest lines to take out and put in. Pure.</summary>
/// <remarks>Source: E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986.</remarks>
internal static class LineEdits
{
    /// <summary>Most lines taken out and put in that are looked for one by one; beyond it all between the first and the last difference counts as changed.</summary>
    /// <value>1,000: the search keeps about as many integers squared, 4 MB.</value>
    private const int EditsMax = 1000;

    /// <summary>The reach on a diagonal that leads out of the texts; edits add at most as much as is missing to nothing.</summary>
    private const int Outside = int.MinValue / 2;

    /// <summary>The lines of both texts in order, each with <c>' '</c> for kept, <c>'-'</c> for taken out or <c>'+'</c> for put in.</summary>
    public static IReadOnlyList<(char Mark, string Line)> Between(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var start = 0;
        while (start < before.Count && start < after.Count && before[start] == after[start])
        {
            start++;
        }

        var (beforeEnd, afterEnd) = (before.Count, after.Count);
        while (beforeEnd > start && afterEnd > start && before[beforeEnd - 1] == after[afterEnd - 1])
        {
            (beforeEnd, afterEnd) = (beforeEnd - 1, afterEnd - 1);
        }

        string[] old = [.. before.Skip(start).Take(beforeEnd - start)];
        string[] wanted = [.. after.Skip(start).Take(afterEnd - start)];
        var middle = Traces(old, wanted) is { } traces
            ? Edits(old, wanted, traces)
            : old.Select(line => ('-', line)).Concat(wanted.Select(line => ('+', line)));
        return [.. before.Take(start).Select(line => (' ', line)), .. middle, .. before.Skip(beforeEnd).Select(line => (' ', line))];
    }

    /// <summary>The furthest that each number of edits reaches on each diagonal; null where too many are needed.</summary>
    private static List<int[]>? Traces(string[] before, string[] after)
    {
        var traces = new List<int[]>();
        var reach = new int[] { 0 };
        for (var edits = 0; edits <= Math.Min(EditsMax, before.Length + after.Length); edits++)
        {
            var next = new int[(edits * 2) + 1];
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var x = edits == 0 ? 0 : From(reach, edits, diagonal);
                if (x < 0 || x > before.Length || x - diagonal > after.Length)
                {
                    next[diagonal + edits] = Outside;
                    continue;
                }

                while (x < before.Length && x - diagonal < after.Length && before[x] == after[x - diagonal])
                {
                    x++;
                }

                next[diagonal + edits] = x;
                if (x >= before.Length && x - diagonal >= after.Length)
                {
                    traces.Add(next);
                    return traces;
                }
            }

            traces.Add(next);
            reach = next;
        }

        return null;
    }

    /// <summary>Where an edit onto a diagonal leads from the reach of one edit less.</summary>
    private static int From(int[] reach, int edits, int diagonal) =>
        IsInsertion(reach, edits, diagonal) ? reach[diagonal + edits] : reach[diagonal + edits - 2] + 1;

    /// <summary>Whether the best way onto a diagonal is to put a line in, from the diagonal above.</summary>
    private static bool IsInsertion(int[] reach, int edits, int diagonal) =>
        diagonal == -edits || (diagonal != edits && reach[diagonal + edits - 2] < reach[diagonal + edits]);

    private static List<(char Mark, string Line)> Edits(string[] before, string[] after, List<int[]> traces)
    {
        var result = new List<(char, string)>();
        var (x, y) = (before.Length, after.Length);
        for (var edits = traces.Count - 1; edits >= 0; edits--)
        {
            var diagonal = x - y;
            var isInsertion = edits > 0 && IsInsertion(traces[edits - 1], edits, diagonal);
            var from = edits == 0 ? 0 : From(traces[edits - 1], edits, diagonal);
            while (x > from && y > from - diagonal)
            {
                (x, y) = (x - 1, y - 1);
                result.Add((' ', before[x]));
            }

            if (edits > 0)
            {
                result.Add(isInsertion ? ('+', after[--y]) : ('-', before[--x]));
            }
        }

        result.Reverse();
        return result;
    }
}
