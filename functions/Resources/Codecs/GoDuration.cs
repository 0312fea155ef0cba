using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Durations as Go writes them: <c>1h5m0s</c>.</summary>
public static partial class GoDuration
{
    /// <summary>Ticks of each unit; nanoseconds are a hundredth of one.</summary>
    private static readonly Dictionary<string, decimal> Units = new()
    {
        ["ns"] = 0.01m,
        ["us"] = 10,
        ["µs"] = 10,
        ["μs"] = 10,
        ["ms"] = TimeSpan.TicksPerMillisecond,
        ["s"] = TimeSpan.TicksPerSecond,
        ["m"] = TimeSpan.TicksPerMinute,
        ["h"] = TimeSpan.TicksPerHour,
    };

    /// <summary>Reads what Go reads: <c>1h30m</c>, <c>-1.5s</c>, <c>0</c>. False for anything else, and beyond Go's 292 years.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (text is "0" or "+0" or "-0")
        {
            return true;
        }

        var match = Form().Match(text);
        if (!match.Success)
        {
            return false;
        }

        var ticks = 0m;
        foreach (var (number, unit) in match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures, static (number, unit) => (number.Value, unit.Value)))
        {
            // More digits than a decimal takes are beyond Go's range, or below its nanosecond.
            if (!decimal.TryParse(number.Length > 28 ? number[..28] : number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var parsed) || parsed > long.MaxValue)
            {
                return false;
            }

            ticks += parsed * Units[unit];
            if (ticks > long.MaxValue / 100)
            {
                return false;
            }
        }

        value = TimeSpan.FromTicks((long)(text[0] == '-' ? -ticks : ticks));
        return true;
    }

    /// <summary>Writes what Go writes.</summary>
    public static string Format(TimeSpan value)
    {
        if (value < TimeSpan.Zero)
        {
            return "-" + Format(-value);
        }

        if (value > TimeSpan.Zero && value < TimeSpan.FromSeconds(1))
        {
            return value < TimeSpan.FromMilliseconds(1)
                ? string.Create(CultureInfo.InvariantCulture, $"{value.TotalMicroseconds:0.#}µs")
                : string.Create(CultureInfo.InvariantCulture, $"{value.TotalMilliseconds:0.####}ms");
        }

        var text = new StringBuilder();
        var hours = (long)value.TotalHours;
        if (hours > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{hours}h");
        }

        if (hours > 0 || value.Minutes > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{value.Minutes}m");
        }

        var seconds = value.Seconds + ((value.Ticks % TimeSpan.TicksPerSecond) / (double)TimeSpan.TicksPerSecond);
        return text.Append(seconds.ToString("0.#######", CultureInfo.InvariantCulture)).Append('s').ToString();
    }

    [GeneratedRegex(@"\A[+-]?((?<number>[0-9]+\.?[0-9]*|\.[0-9]+)(?<unit>ns|us|µs|μs|ms|s|m|h))+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
