using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>Defaults of cron jobs.</summary>
internal static class CronJobDefaults
{
    public static void Apply(JsonObject item)
    {
        var spec = item.Ensure("spec");
        spec.Default("concurrencyPolicy", "Allow");
        spec.Default("suspend", false);
        spec.Default("successfulJobsHistoryLimit", 3);
        spec.Default("failedJobsHistoryLimit", 1);
        JobDefaults.Template(spec.Ensure("jobTemplate").Ensure("spec"));
    }
}
