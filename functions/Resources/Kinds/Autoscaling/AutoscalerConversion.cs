using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Autoscaling;

/// <summary>Autoscalers of <c>autoscaling/v1</c> as those of <c>v2</c>, and back. What v1 has no field for it holds in annotations.</summary>
internal static class AutoscalerConversion
{
    private const string Metrics = "autoscaling.alpha.kubernetes.io/metrics";
    private const string Behavior = "autoscaling.alpha.kubernetes.io/behavior";
    private const string Conditions = "autoscaling.alpha.kubernetes.io/conditions";
    private const string CurrentMetrics = "autoscaling.alpha.kubernetes.io/current-metrics";

    /// <summary>A v1 document as v2 has it. An annotation that is no JSON counts for nothing, as in Kubernetes.</summary>
    public static JsonObject ToStored(JsonObject item)
    {
        var stored = (JsonObject)item.DeepClone();
        stored["apiVersion"] = "autoscaling/v2";
        var annotations = stored.At("metadata", "annotations") as JsonObject;
        if (stored["spec"] is JsonObject spec)
        {
            var metrics = new JsonArray([.. Taken<JsonArray>(annotations, Metrics)?.OfType<JsonObject>().Select(metric => (JsonNode)AutoscalerMetric.Source.ToV2(metric)) ?? []]);
            if (spec.Integer("targetCPUUtilizationPercentage") is { } target)
            {
                metrics.Insert(0, AutoscalerMetric.Cpu("target", "averageUtilization", target));
            }

            spec.Remove("targetCPUUtilizationPercentage");
            Set(spec, "metrics", metrics);
            Set(spec, "behavior", Taken<JsonObject>(annotations, Behavior));
        }

        if (stored["status"] is JsonObject status)
        {
            var metrics = new JsonArray([.. Taken<JsonArray>(annotations, CurrentMetrics)?.OfType<JsonObject>().Select(metric => (JsonNode)AutoscalerMetric.Status.ToV2(metric)) ?? []]);
            if (status.Integer("currentCPUUtilizationPercentage") is { } current)
            {
                metrics.Insert(0, AutoscalerMetric.Cpu("current", "averageUtilization", current));
            }

            status.Remove("currentCPUUtilizationPercentage");
            if (status.Integer("currentReplicas") == 0)
            {
                status.Remove("currentReplicas");
            }

            Set(status, "currentMetrics", metrics);
            Set(status, "conditions", Taken<JsonArray>(annotations, Conditions));
        }

        if (annotations is { Count: 0 })
        {
            ((JsonObject)stored["metadata"]!).Remove("annotations");
        }

        return stored;
    }

    /// <summary>A v2 document as v1 has it.</summary>
    public static JsonObject FromStored(JsonObject stored)
    {
        var item = (JsonObject)stored.DeepClone();
        item["apiVersion"] = "autoscaling/v1";
        if (item["spec"] is JsonObject spec)
        {
            var metrics = spec.Objects("metrics").ToList();
            spec.Remove("metrics");
            if (metrics.Find(metric => AutoscalerMetric.IsCpu(metric, "target", "averageUtilization")) is { } cpu)
            {
                metrics.Remove(cpu);
                spec["targetCPUUtilizationPercentage"] = cpu.Integer("resource", "target", "averageUtilization");
            }

            Keep(item, Metrics, new JsonArray([.. metrics.Select(metric => (JsonNode)AutoscalerMetric.Source.ToV1(metric))]));
            Keep(item, Behavior, spec["behavior"]);
            spec.Remove("behavior");
        }

        if (item["status"] is JsonObject status)
        {
            var metrics = status.Objects("currentMetrics").ToList();
            status.Remove("currentMetrics");
            if (metrics.Find(metric => AutoscalerMetric.IsCpu(metric, "current", "averageUtilization")) is { } cpu)
            {
                metrics.Remove(cpu);
                status["currentCPUUtilizationPercentage"] = cpu.Integer("resource", "current", "averageUtilization");
            }

            Keep(item, CurrentMetrics, new JsonArray([.. metrics.Select(metric => (JsonNode)AutoscalerMetric.Status.ToV1(metric))]));
            Keep(item, Conditions, status["conditions"]);
            status.Remove("conditions");

            // v1 writes both counts always.
            status.TryAdd("currentReplicas", 0);
            status.TryAdd("desiredReplicas", 0);
        }

        return item;
    }

    /// <summary>What v1 calls the fields that faults name.</summary>
    public static string FieldOf(string field) => field;

    /// <summary>Nothing beyond the rules of v2.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old) => [];

    private static T? Taken<T>(JsonObject? annotations, string name)
        where T : JsonNode
    {
        if (annotations?[name].Text() is not { } text)
        {
            return null;
        }

        annotations.Remove(name);
        try
        {
            return JsonNode.Parse(text) as T;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Set(JsonObject owner, string name, JsonNode? value)
    {
        if (value is not null and not JsonArray { Count: 0 })
        {
            owner[name] = value;
        }
    }

    private static void Keep(JsonObject item, string annotation, JsonNode? value)
    {
        if (value is not null and not JsonArray { Count: 0 })
        {
            item.Ensure("metadata").Ensure("annotations")[annotation] = value.ToJsonString();
        }
    }
}
