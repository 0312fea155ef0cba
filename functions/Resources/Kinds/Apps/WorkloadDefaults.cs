using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Core.Storage;

namespace CloudOrchestrator.Resources.Kinds.Apps;

/// <summary>Defaults of what makes pods from a template.</summary>
internal static class WorkloadDefaults
{
    public static void Deployment(JsonObject item)
    {
        var spec = item.Ensure("spec");
        spec.Default("replicas", 1);
        spec.Default("revisionHistoryLimit", 10);
        spec.Default("progressDeadlineSeconds", 600);
        if (RollingUpdate(spec.Ensure("strategy")) is { } rolling)
        {
            rolling.Default("maxUnavailable", "25%");
            rolling.Default("maxSurge", "25%");
        }

        PodTemplateDefaults.Of(spec);
    }

    public static void ReplicaSet(JsonObject item)
    {
        var spec = item.Ensure("spec");
        spec.Default("replicas", 1);
        PodTemplateDefaults.Of(spec);
    }

    public static void StatefulSet(JsonObject item)
    {
        var spec = item.Ensure("spec");
        spec.Default("replicas", 1);
        spec.Default("podManagementPolicy", "OrderedReady");
        spec.Default("revisionHistoryLimit", 10);
        if (RollingUpdate(spec.Ensure("updateStrategy")) is { } rolling)
        {
            rolling.Default("partition", 0);
            rolling.Default("maxUnavailable", 1);
        }

        var retention = spec.Ensure("persistentVolumeClaimRetentionPolicy");
        retention.Default("whenDeleted", "Retain");
        retention.Default("whenScaled", "Retain");
        foreach (var claim in spec.Objects("volumeClaimTemplates"))
        {
            claim["kind"] = "PersistentVolumeClaim";
            claim["apiVersion"] = "v1";
            claim.Ensure("metadata");
            ClaimDefaults.Apply(claim);
        }

        PodTemplateDefaults.Of(spec);
    }

    public static void DaemonSet(JsonObject item)
    {
        var spec = item.Ensure("spec");
        spec.Default("revisionHistoryLimit", 10);
        if (RollingUpdate(spec.Ensure("updateStrategy")) is { } rolling)
        {
            rolling.Default("maxUnavailable", 1);
            rolling.Default("maxSurge", 0);
        }

        PodTemplateDefaults.Of(spec);
    }

    /// <summary>How a rolling strategy, the usual one, rolls; null for another.</summary>
    private static JsonObject? RollingUpdate(JsonObject strategy)
    {
        strategy.Default("type", "RollingUpdate");
        return strategy.Text("type") == "RollingUpdate" ? strategy.Ensure("rollingUpdate") : null;
    }
}
