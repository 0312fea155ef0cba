using System.Globalization;
using System.Text;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Durations as Go writes them: <c>1h5m0s</c>.</summary>
internal static class GoDuration
{
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
}
