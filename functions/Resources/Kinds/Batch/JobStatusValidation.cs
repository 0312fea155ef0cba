using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>Rules of a job's status. They are looked at where it changes.</summary>
internal static class JobStatusValidation
{
    private static readonly string[] Terminal = ["Failed", "Complete", "FailureTarget"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject old, DateTimeOffset now)
    {
        var (spec, status, before) = (item["spec"], item["status"] as JsonObject ?? [], old["status"] as JsonObject ?? []);
        return JsonNode.DeepEquals(status, before)
            ? []
            : Faults.NotNegative(status, "status", "active", "succeeded", "failed", "ready", "terminating")
                .Concat(Uncounted(status["uncountedTerminatedPods"]))
                .Concat(Conditions(spec, status))
                .Concat(Times(status))
                .Concat(Finished(status))
                .Concat(Indexes(spec, status))
                .Concat(Changes(spec, status, before));
    }

    private static bool Has(JsonNode status, string type) => status.Objects("conditions").Any(one => one.Text("type") == type && one.Text("status") == "True");

    private static IEnumerable<FieldError> Uncounted(JsonNode? uncounted)
    {
        var seen = new HashSet<string>();
        foreach (var name in new[] { "succeeded", "failed" })
        {
            foreach (var (uid, index) in uncounted.Texts(name).Select((uid, index) => (uid, index)))
            {
                var at = $"status.uncountedTerminatedPods.{name}[{index}]";
                if (uid.Length == 0)
                {
                    yield return Faults.Invalid(at, uid, "must not be empty");
                }
                else if (!seen.Add(uid))
                {
                    yield return Faults.Duplicate(at, uid);
                }
            }
        }
    }

    private static IEnumerable<FieldError> Conditions(JsonNode? spec, JsonObject status)
    {
        var (complete, failed, met, target) = (Has(status, "Complete"), Has(status, "Failed"), Has(status, "SuccessCriteriaMet"), Has(status, "FailureTarget"));
        var faults = new (bool IsBroken, string Message)[]
        {
            (complete && failed, "cannot set Complete=True and Failed=true conditions"),
            (complete && target, "cannot set Complete=True and FailureTarget=true conditions"),
            (failed && !target, "cannot set Failed=True condition without the FailureTarget=true condition"),
            (complete && !met, "cannot set Complete=True condition without the SuccessCriteriaMet=true condition"),
            (met && failed, "cannot set SuccessCriteriaMet=True and Failed=true conditions"),
            (met && target, "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions"),
            (spec.At("successPolicy") is not null && complete && !met, "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True"),
        };
        return faults.Where(fault => fault.IsBroken).Select(fault => Faults.Wrong("status.conditions", fault.Message));
    }

    private static IEnumerable<FieldError> Times(JsonObject status)
    {
        var (start, end) = (status.Text("startTime"), status.Text("completionTime"));
        var complete = Has(status, "Complete");
        if (end is not null && !complete)
        {
            yield return Faults.Invalid("status.completionTime", end, "cannot set completionTime when there is no Complete=True condition");
        }

        if (end is null && complete)
        {
            yield return Faults.Required("status.completionTime", "completionTime is required for Complete jobs");
        }

        // Canonical times are in order as texts.
        if (start is not null && end is not null && string.CompareOrdinal(end, start) < 0)
        {
            yield return Faults.Invalid("status.completionTime", end, "completionTime cannot be set before startTime");
        }
    }

    private static IEnumerable<FieldError> Finished(JsonObject status)
    {
        if (status.Integer("ready") > (status.Integer("active") ?? 0))
        {
            yield return Faults.Invalid("status.ready", status.Integer("ready"), "cannot set more ready pods than active");
        }

        if (!Has(status, "Complete") && !Has(status, "Failed"))
        {
            yield break;
        }

        foreach (var name in new[] { "active", "terminating" }.Where(name => status.Integer(name) > 0))
        {
            yield return Faults.Invalid($"status.{name}", status.Integer(name), $"{name}>0 is invalid for finished job");
        }

        if (status["startTime"] is null)
        {
            yield return Faults.Required("status.startTime", "startTime is required for finished job");
        }

        if (status.Texts("uncountedTerminatedPods", "succeeded").Concat(status.Texts("uncountedTerminatedPods", "failed")).Any())
        {
            yield return Faults.Invalid("status.uncountedTerminatedPods", status["uncountedTerminatedPods"]?.DeepClone(), "uncountedTerminatedPods needs to be empty for finished job");
        }
    }

    private static IEnumerable<FieldError> Indexes(JsonNode? spec, JsonObject status)
    {
        var completions = spec.Integer("completions");
        var (completed, failed) = (status.Text("completedIndexes") ?? "", status.Text("failedIndexes"));
        if (completions is { } count && IndexRanges.Count(completed, count).Fault is { } fault)
        {
            yield return Faults.Invalid("status.completedIndexes", completed, $"error parsing completedIndexes: {fault}");
        }

        if (completions is { } many && failed is not null && spec.At("backoffLimitPerIndex") is not null && IndexRanges.Count(failed, many).Fault is { } wrong)
        {
            yield return Faults.Invalid("status.failedIndexes", failed, $"error parsing failedIndexes: {wrong}");
        }

        if (completed.Length > 0 && spec.Text("completionMode") != "Indexed")
        {
            yield return Faults.Invalid("status.completedIndexes", completed, "cannot set non-empty completedIndexes when non-indexed completion mode");
        }

        if (failed is not null && spec.At("backoffLimitPerIndex") is null)
        {
            yield return Faults.Invalid("status.failedIndexes", failed, "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
        }

        if (completions is { } all && failed is not null && IndexRanges.Shared(completed, failed, all) is { } shared)
        {
            yield return Faults.Invalid("status.failedIndexes", failed, $"failedIndexes and completedIndexes overlap at index: {shared}");
        }
    }

    private static IEnumerable<FieldError> Changes(JsonNode? spec, JsonObject status, JsonObject before)
    {
        foreach (var type in Terminal.Where(type => Has(before, type) && !Has(status, type)))
        {
            yield return Faults.Wrong("status.conditions", $"cannot disable the terminal {type}=True condition");
        }

        var counters = spec.Text("completionMode") == "Indexed" ? ["failed"] : new[] { "failed", "succeeded" };
        foreach (var counter in counters.Where(counter => (status.Integer(counter) ?? 0) < (before.Integer(counter) ?? 0)))
        {
            yield return Faults.Invalid($"status.{counter}", status.Integer(counter) ?? 0, $"cannot decrease the {counter} counter");
        }

        if (before["completionTime"] is not null && status["completionTime"] is not null && !JsonNode.DeepEquals(before["completionTime"], status["completionTime"]))
        {
            yield return Faults.Invalid("status.completionTime", status.Text("completionTime"), "completionTime cannot be mutated");
        }

        if (before["startTime"] is not null && !JsonNode.DeepEquals(before["startTime"], status["startTime"]) && !spec.Flag("suspend"))
        {
            yield return Faults.Required("status.startTime", "startTime cannot be removed for unsuspended job");
        }

        if (Has(before, "SuccessCriteriaMet") && !Has(status, "SuccessCriteriaMet"))
        {
            yield return Faults.Wrong("status.conditions", "cannot disable the SuccessCriteriaMet=True condition");
        }
    }
}
