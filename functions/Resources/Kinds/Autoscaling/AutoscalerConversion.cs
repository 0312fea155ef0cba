using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Autoscaling;

/// <summary>Autoscalers of <c>autoscaling/v1</c> as those of <c>v2</c>, and back. What v1 has no field for it holds in annotations.</summary>
internal static class AutoscalerConversion
{
    /// <summary>A v1 document as v2 has it.</summary>
    public static JsonObject ToStored(JsonObject item)
    {
        var stored = (JsonObject)item.DeepClone();
        stored["apiVersion"] = "autoscaling/v2";
        if (stored["spec"] is JsonObject spec)
        {
            var cpu = spec.Integer("targetCPUUtilizationPercentage") is { } target ? new[] { AutoscalerMetric.Cpu("target", target) } : [];
            var others = AutoscalerAnnotations.List(item, AutoscalerAnnotations.Metrics, "v1.MetricSpec")?.Select(AutoscalerMetric.Source.ToV2) ?? [];
            spec.Remove("targetCPUUtilizationPercentage");
            Set(spec, "metrics", others.Concat(cpu));
            if (AutoscalerAnnotations.Object(item, AutoscalerAnnotations.Behavior, "v2.HorizontalPodAutoscalerBehavior") is { } behavior)
            {
                spec["behavior"] = behavior;
            }
        }

        if (stored["status"] is JsonObject status)
        {
            // What the annotation says is more than the field does.
            var cpu = status.Integer("currentCPUUtilizationPercentage") is { } current ? new[] { AutoscalerMetric.Cpu("current", current) } : [];
            status.Remove("currentCPUUtilizationPercentage");
            if (status.Integer("currentReplicas") == 0)
            {
                status.Remove("currentReplicas");
            }

            Set(status, "currentMetrics", AutoscalerAnnotations.List(item, AutoscalerAnnotations.CurrentMetrics, "v1.MetricStatus")?.Select(AutoscalerMetric.Status.ToV2) ?? cpu);
            Set(status, "conditions", AutoscalerAnnotations.List(item, AutoscalerAnnotations.Conditions, "v1.HorizontalPodAutoscalerCondition") ?? []);
        }

        AutoscalerAnnotations.Remove(stored);
        return stored;
    }

    /// <summary>A v2 document as v1 has it.</summary>
    public static JsonObject FromStored(JsonObject stored)
    {
        var item = (JsonObject)stored.DeepClone();
        item["apiVersion"] = "autoscaling/v1";
        AutoscalerAnnotations.Remove(item);
        if (item["spec"] is JsonObject spec)
        {
            var metrics = spec.Objects("metrics").ToList();
            spec.Remove("metrics");

            // The first metric of the CPU is what the field says; those of its share that come after are lost.
            if (metrics.Find(AutoscalerMetric.IsCpu) is { } cpu && AutoscalerMetric.ShareOf(cpu, "target") is { } target)
            {
                spec["targetCPUUtilizationPercentage"] = target;
            }

            AutoscalerAnnotations.Set(item, AutoscalerAnnotations.Metrics, new JsonArray(
                [.. metrics.Where(metric => !AutoscalerMetric.IsCpu(metric) || AutoscalerMetric.ShareOf(metric, "target") is null).Select(AutoscalerMetric.Source.ToV1)]));
            AutoscalerAnnotations.Set(item, AutoscalerAnnotations.Behavior, AutoscalerAnnotations.Written(spec["behavior"]));
            spec.Remove("behavior");
        }

        if (item["status"] is JsonObject status)
        {
            FromStatus(item, status);
        }

        return item;
    }

    /// <summary>What v1 calls the fields that faults name.</summary>
    public static string FieldOf(string field) => field;

    /// <summary>Nothing beyond the rules of v2.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old) => [];

    private static void FromStatus(JsonObject item, JsonObject status)
    {
        var metrics = status.Objects("currentMetrics").ToList();
        status.Remove("currentMetrics");
        if (metrics.Where(AutoscalerMetric.IsCpu).Select(metric => AutoscalerMetric.ShareOf(metric, "current")).LastOrDefault(share => share is not null) is { } current)
        {
            status["currentCPUUtilizationPercentage"] = current;
        }

        AutoscalerAnnotations.Set(item, AutoscalerAnnotations.CurrentMetrics, new JsonArray([.. metrics.Select(AutoscalerMetric.Status.ToV1)]));
        AutoscalerAnnotations.Set(item, AutoscalerAnnotations.Conditions, new JsonArray([.. status.Objects("conditions").Select(Condition)]));
        status.Remove("conditions");

        // v1 writes both counts always.
        status.TryAdd("currentReplicas", 0);
        status.TryAdd("desiredReplicas", 0);
    }

    /// <summary>A condition as it is written in its annotation: the time always.</summary>
    private static JsonObject Condition(JsonObject condition)
    {
        var written = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["type", "status", "lastTransitionTime", "reason", "message"])
        {
            if (condition[name] is { } value || name == "lastTransitionTime")
            {
                written[name] = condition[name]?.DeepClone();
            }
        }

        return written;
    }

    private static void Set(JsonObject owner, string name, IEnumerable<JsonObject> values)
    {
        if (values.ToArray() is { Length: > 0 } list)
        {
            owner[name] = new JsonArray(list);
        }
    }
}
