using System.Globalization;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>Indexes of a job in the form <c>1,3-5,7</c>.</summary>
internal static class IndexRanges
{
    /// <summary>How many indexes a text says, and what is wrong with it.</summary>
    public static (long Count, string? Fault) Count(string text, long completions)
    {
        long count = 0;
        long? last = null;
        foreach (var part in text.Length == 0 ? [] : text.Split(','))
        {
            var (first, end, fault) = Range(part, completions);
            if (fault is not null || last >= first)
            {
                return (0, fault ?? $"non-increasing order, previous: {last}, current: {first}");
            }

            count += end - first + 1;
            last = end;
        }

        return (count, null);
    }

    /// <summary>The first index that both texts say, or null.</summary>
    public static long? Shared(string one, string other, long completions)
    {
        var others = Ranges(other, completions);
        return Ranges(one, completions)
            .SelectMany(range => others.Where(another => range.First <= another.End && another.First <= range.End).Select(another => (long?)Math.Max(range.First, another.First)))
            .Min();
    }

    private static List<(long First, long End)> Ranges(string text, long completions) =>
        text.Length == 0 ? [] : [.. text.Split(',').Select(part => Range(part, completions)).Where(range => range.Fault is null).Select(range => (range.First, range.End))];

    private static (long First, long End, string? Fault) Range(string part, long completions)
    {
        var limits = part.Split('-');
        if (limits.Length > 2)
        {
            return (0, 0, $"the fragment \"{part}\" violates the requirement that an index interval can have at most two parts separated by '-'");
        }

        var values = new List<long>();
        foreach (var limit in limits)
        {
            if (!long.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return (0, 0, $"cannot convert string to integer for index: \"{limit}\"");
            }

            if (value >= completions)
            {
                return (0, 0, $"too large index: \"{limit}\"");
            }

            values.Add(value);
        }

        return values.Count == 2 && values[0] >= values[1] ? (0, 0, $"non-increasing order, previous: {values[0]}, current: {values[1]}") : (values[0], values[^1], null);
    }
}
