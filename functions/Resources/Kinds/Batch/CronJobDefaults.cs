using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>Defaults of cron jobs.</summary>
internal static class CronJobDefaults
{
    public static void Apply(JsonObject item)
    {
        var spec = item.Ensure("spec");
        item.Ensure("status");
        spec.Default("concurrencyPolicy", "Allow");
        spec.Default("suspend", false);
        spec.Default("successfulJobsHistoryLimit", 3);
        spec.Default("failedJobsHistoryLimit", 1);
        var template = spec.Ensure("jobTemplate");
        template.Ensure("metadata");
        JobDefaults.Template(template.Ensure("spec"));
    }
}
