using System.Globalization;
using System.Text;

namespace CloudOrchestrator.Pods.Status;

/// <summary>Spans as Go prints them, which is how Kubernetes' users know them.</summary>
internal static class GoDuration
{
    /// <summary>Such as <c>2m40s</c>, <c>1.5s</c> or <c>123ms</c>.</summary>
    public static string Of(TimeSpan span)
    {
        if (span < TimeSpan.FromSeconds(1))
        {
            return span == TimeSpan.Zero ? "0s" : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.###}ms");
        }

        var text = new StringBuilder();
        if (span.TotalHours >= 1)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(long)span.TotalHours}h");
        }

        if (span.TotalMinutes >= 1)
        {
            text.Append(CultureInfo.InvariantCulture, $"{span.Minutes}m");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{span.Seconds + span.Milliseconds / 1000.0:0.###}s").ToString();
    }
}
