using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>The tables of jobs.</summary>
internal static class BatchColumns
{
    public static IReadOnlyList<PrinterColumn> Jobs { get; } =
    [
        Cells.Name,
        Cells.Text("Status", "How far the job is.", Status),
        Cells.Text("Completions", "Pods that have succeeded of those wanted.", Completions),
        new("Duration", "string", "", "How long the job has run.", 0, static (item, now) => Duration(item, now)),
        Cells.Age,
        .. TemplateColumns.Of(1, "spec", "template"),
        TemplateColumns.Selector("spec", "selector"),
    ];

    public static IReadOnlyList<PrinterColumn> CronJobs { get; } =
    [
        Cells.Name,
        Cells.Text("Schedule", "When jobs begin.", item => item.Text("spec", "schedule")),
        Cells.Text("Timezone", "Where the schedule's clock stands.", item => item.Text("spec", "timeZone")),
        new("Suspend", "boolean", "", "Whether no more jobs begin.", 0, static (item, _) => item.At("spec", "suspend") is null ? "<unset>" : item.Flag("spec", "suspend") ? "True" : "False"),
        Cells.Number("Active", "Jobs that run.", item => item.Objects("status", "active").Count()),
        new("Last Schedule", "string", "", "When the last job was due.", 0, static (item, now) => item.Text("status", "lastScheduleTime") is { } time ? Cells.Since(time, now) : "<none>"),
        Cells.Age,
        .. TemplateColumns.Of(1, "spec", "jobTemplate", "spec", "template"),
        TemplateColumns.Selector("spec", "jobTemplate", "spec", "selector"),
    ];

    private static string Status(JsonObject item)
    {
        var met = item.Objects("status", "conditions").Where(one => one.Text("status") == "True").Select(one => one.Text("type")).ToHashSet();
        return met.Contains("Complete") ? "Complete"
            : met.Contains("Failed") ? "Failed"
            : item.At("metadata", "deletionTimestamp") is not null ? "Terminating"
            : new[] { "Suspended", "FailureTarget", "SuccessCriteriaMet" }.FirstOrDefault(met.Contains) ?? "Running";
    }

    private static string Completions(JsonObject item)
    {
        var succeeded = item.Integer("status", "succeeded") ?? 0;
        var parallelism = item.Integer("spec", "parallelism") ?? 0;
        return item.Integer("spec", "completions") is { } wanted ? $"{succeeded}/{wanted}" : parallelism > 1 ? $"{succeeded}/1 of {parallelism}" : $"{succeeded}/1";
    }

    private static string Duration(JsonObject item, DateTimeOffset now) =>
        Time(item.Text("status", "startTime")) is { } start ? Cells.Duration((Time(item.Text("status", "completionTime")) ?? now) - start) : "";

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
