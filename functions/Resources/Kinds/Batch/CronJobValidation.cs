using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>Rules of cron jobs.</summary>
internal static partial class CronJobValidation
{
    /// <summary>Most characters of a name: a job's name is longer by eleven, and a label.</summary>
    private const int NameMax = 52;

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        var name = item.Text("metadata", "name") ?? "";
        return Schedule(spec, old)
            .Concat(Faults.NotNegative(spec, "spec", "startingDeadlineSeconds"))
            .Concat(old is null || old.Text("spec", "timeZone") != spec.Text("timeZone") ? TimeZone(spec.Text("timeZone")) : [])
            .Concat(spec.Text("concurrencyPolicy") is "Allow" or "Forbid" or "Replace"
                ? []
                : [Faults.NotSupported("spec.concurrencyPolicy", spec.Text("concurrencyPolicy"), "Allow", "Forbid", "Replace")])
            .Concat(Template(spec.At("jobTemplate", "spec") as JsonObject ?? [], "spec.jobTemplate.spec"))
            .Concat(Faults.NotNegative(spec, "spec", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"))
            .Concat(old is null && name.Length > NameMax ? [Faults.Invalid("metadata.name", name, $"must be no more than {NameMax} characters")] : []);
    }

    private static IEnumerable<FieldError> Schedule(JsonObject spec, JsonObject? old)
    {
        var schedule = spec.Text("schedule") ?? "";
        if (schedule.Length == 0)
        {
            yield return Faults.Required("spec.schedule");
            yield break;
        }

        if (CronSchedule.Fault(schedule) is { } fault)
        {
            yield return Faults.Invalid("spec.schedule", schedule, fault);
        }

        var isAllowed = old.Text("spec", "schedule")?.Contains("TZ", StringComparison.Ordinal) ?? false;
        if (schedule.Contains("TZ", StringComparison.Ordinal) && (!isAllowed || spec["timeZone"] is not null))
        {
            yield return Faults.Invalid("spec.schedule", schedule, isAllowed ? "cannot use both timeZone field and TZ or CRON_TZ in schedule" : "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        }
    }

    private static IEnumerable<FieldError> TimeZone(string? zone)
    {
        const string field = "spec.timeZone";
        if (zone is null)
        {
            yield break;
        }

        if (zone.Length == 0)
        {
            yield return Faults.Invalid(field, zone, "timeZone must be nil or non-empty string");
        }
        else if (zone.Split('/').Any(part => part is "." or ".." || part.StartsWith('-') || !ZonePart().IsMatch(part)))
        {
            yield return Faults.Invalid(field, zone, $"unknown time zone {zone}");
        }
        else if (string.Equals(zone, "Local", StringComparison.OrdinalIgnoreCase))
        {
            yield return Faults.Invalid(field, zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        }
        else if (!CronSchedule.IsZone(zone))
        {
            yield return Faults.Invalid(field, zone, $"unknown time zone {zone}");
        }
    }

    private static IEnumerable<FieldError> Template(JsonObject spec, string at)
    {
        foreach (var error in JobSpecValidation.Validate(spec, at))
        {
            yield return error;
        }

        if (spec["selector"] is { } selector)
        {
            yield return Faults.Invalid($"{at}.selector", selector.DeepClone(), "`selector` will be auto-generated");
        }

        if (spec.Flag("manualSelector"))
        {
            yield return Faults.NotSupported($"{at}.manualSelector", spec["manualSelector"], "nil", "false");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z\.\-_0-9+]{1,14}\z")]
    private static partial Regex ZonePart();
}
