using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>Defaults of jobs.</summary>
internal static class JobDefaults
{
    /// <summary>How often pods of a job fail before it does.</summary>
    private const int BackoffLimit = 6;

    public static void Apply(JsonObject item)
    {
        var spec = item.Ensure("spec");
        if (spec["completions"] is null && spec["parallelism"] is null)
        {
            spec["completions"] = 1;
        }

        spec.Default("parallelism", 1);
        spec.Default("backoffLimit", spec["backoffLimitPerIndex"] is null ? BackoffLimit : int.MaxValue);
        spec.Default("completionMode", "NonIndexed");
        spec.Default("suspend", false);
        spec.Default("manualSelector", false);
        spec.Default("podReplacementPolicy", spec["podFailurePolicy"] is null ? "TerminatingOrFailed" : "Failed");
        Template(spec);
        var metadata = item.Ensure("metadata");
        if (metadata["labels"] is not JsonObject { Count: > 0 } && spec.At("template", "metadata", "labels") is JsonObject { Count: > 0 } labels)
        {
            metadata["labels"] = labels.DeepClone();
        }
    }

    /// <summary>What is defaulted in a CronJob's template of jobs too.</summary>
    public static void Template(JsonObject spec)
    {
        foreach (var condition in spec.Objects("podFailurePolicy", "rules").SelectMany(rule => rule.Objects("onPodConditions")).Where(condition => string.IsNullOrEmpty(condition.Text("status"))))
        {
            condition["status"] = "True";
        }

        PodTemplateDefaults.Of(spec);
    }

    /// <summary>A job that does not bring a selector of its own selects pods by its uid, and its template bears its labels.</summary>
    public static void PrepareCreate(JsonObject item, DateTimeOffset now)
    {
        var spec = item.Ensure("spec");
        if (spec.Flag("manualSelector"))
        {
            return;
        }

        var labels = spec.Ensure("template").Ensure("metadata").Ensure("labels");
        foreach (var (label, value) in GeneratedLabels(item))
        {
            labels.Default(label, value);
        }

        spec.Ensure("selector").Ensure("matchLabels").Default("batch.kubernetes.io/controller-uid", item.Text("metadata", "uid") ?? "");
    }

    /// <summary>The labels of a job's pods, those without a prefix for older clients.</summary>
    public static IEnumerable<(string Label, string Value)> GeneratedLabels(JsonObject item)
    {
        var (name, uid) = (item.Text("metadata", "name") ?? "", item.Text("metadata", "uid") ?? "");
        return [("controller-uid", uid), ("job-name", name), ("batch.kubernetes.io/controller-uid", uid), ("batch.kubernetes.io/job-name", name)];
    }
}
