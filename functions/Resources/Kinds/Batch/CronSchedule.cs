using System.Globalization;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>Reads the five fields of a schedule, or its short form such as <c>@daily</c>, and says what is wrong with it.</summary>
internal static partial class CronSchedule
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly string[] ShortForms = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

    private static readonly (int Min, int Max, string[] Names)[] Fields = [(0, 59, []), (0, 23, []), (1, 31, []), (1, 12, Months), (0, 6, Days)];

    /// <summary>What is wrong with a schedule, or null.</summary>
    public static string? Fault(string schedule)
    {
        var text = schedule;
        if (text.StartsWith("TZ=", StringComparison.Ordinal) || text.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            var zone = text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..(space < 0 ? text.Length : space)];
            if (!IsZone(zone))
            {
                return $"provided bad location {zone}: unknown time zone {zone}";
            }

            text = space < 0 ? "" : text[space..].Trim();
        }

        if (text.StartsWith('@'))
        {
            return ShortForm(text);
        }

        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == Fields.Length
            ? parts.Select((part, index) => Field(part, Fields[index])).FirstOrDefault(fault => fault is not null)
            : $"expected exactly {Fields.Length} fields, found {parts.Length}: [{string.Join(' ', parts)}]";
    }

    /// <summary>Whether there is a time zone of this name. A machine that knows no time zones cannot say, and takes all.</summary>
    public static bool IsZone(string name) => name is "UTC" or "" || TimeZoneInfo.TryFindSystemTimeZoneById(name, out _) || !TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out _);

    private static string? ShortForm(string text)
    {
        const string every = "@every ";
        if (text.StartsWith(every, StringComparison.Ordinal))
        {
            var span = text[every.Length..];
            return Duration().IsMatch(span) ? null : $"failed to parse duration {text}: time: invalid duration \"{span}\"";
        }

        return ShortForms.Contains(text) ? null : $"unrecognized descriptor: {text}";
    }

    private static string? Field(string field, (int Min, int Max, string[] Names) bounds) =>
        field.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(range => Range(range, bounds)).FirstOrDefault(fault => fault is not null);

    private static string? Range(string text, (int Min, int Max, string[] Names) bounds)
    {
        var parts = text.Split('/');
        var limits = parts[0].Split('-');
        var (start, end, step) = ((long)bounds.Min, (long)bounds.Max, 1L);
        string? fault = null;
        if (limits[0] is not ("*" or "?"))
        {
            fault = Number(limits[0], bounds, out start);
            end = start;
            fault ??= limits.Length == 2 ? Number(limits[1], bounds, out end) : limits.Length > 2 ? $"too many hyphens: {text}" : null;
        }

        if (fault is null && parts.Length == 2)
        {
            fault = Number(parts[1], (0, 0, []), out step);
            end = limits.Length == 1 ? bounds.Max : end;
        }

        return fault ?? (parts.Length > 2 ? $"too many slashes: {text}"
            : start < bounds.Min ? $"beginning of range ({start}) below minimum ({bounds.Min}): {text}"
            : end > bounds.Max ? $"end of range ({end}) above maximum ({bounds.Max}): {text}"
            : start > end ? $"beginning of range ({start}) beyond end of range ({end}): {text}"
            : step == 0 ? $"step of range should be a positive number: {text}"
            : null);
    }

    private static string? Number(string text, (int Min, int Max, string[] Names) bounds, out long value)
    {
        var named = Array.FindIndex(bounds.Names, name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
        value = named + bounds.Min;
        return named >= 0 ? null
            : !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) ? $"failed to parse int from {text}: strconv.Atoi: parsing \"{text}\": invalid syntax"
            : value < 0 ? $"negative number ({value}) not allowed: {text}"
            : null;
    }

    [GeneratedRegex(@"\A[-+]?(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+\z")]
    private static partial Regex Duration();
}
