using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.Tables;

/// <summary>The columns of kinds that have none of their own: name and time of creation.</summary>
internal static class DefaultColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        new("Name", "string", "name", "Name of the object, unique within its namespace and kind.", 0, (document, _) => document.Text("metadata", "name")),
        new("Age", "string", "", "Time since the object was created.", 0, (document, now) => Age(document.Text("metadata", "creationTimestamp"), now)),
    ];

    private static JsonNode Age(string? created, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(created, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return "<unknown>";
        }

        var age = now - at;
        return age.TotalSeconds < 120 ? $"{Math.Max(0, (int)age.TotalSeconds)}s"
            : age.TotalMinutes < 180 ? $"{(int)age.TotalMinutes}m"
            : age.TotalHours < 48 ? $"{(int)age.TotalHours}h"
            : $"{(int)age.TotalDays}d";
    }
}
