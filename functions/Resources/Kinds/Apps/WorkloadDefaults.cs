using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;

namespace CloudOrchestrator.Resources.Kinds.Apps;

/// <summary>Defaults of what makes pods from a template.</summary>
internal static class WorkloadDefaults
{
    public static void Deployment(JsonObject item)
    {
        var spec = item.Ensure("spec");
        item.Ensure("status");
        spec.Default("replicas", 1);
        spec.Default("revisionHistoryLimit", 10);
        spec.Default("progressDeadlineSeconds", 600);
        var strategy = spec.Ensure("strategy");
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.Ensure("rollingUpdate");
            rolling.Default("maxUnavailable", "25%");
            rolling.Default("maxSurge", "25%");
        }

        Template(spec);
    }

    public static void ReplicaSet(JsonObject item)
    {
        var spec = item.Ensure("spec");
        item.Ensure("status").Default("replicas", 0);
        spec.Default("replicas", 1);
        Template(spec);
    }

    public static void ResetStatus(JsonObject item, DateTimeOffset now) => item["status"] = new JsonObject();

    private static void Template(JsonObject spec)
    {
        var template = spec.Ensure("template");
        template.Ensure("metadata");
        PodDefaults.Spec(template.Ensure("spec"));
    }
}
