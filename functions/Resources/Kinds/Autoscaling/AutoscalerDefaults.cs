using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Autoscaling;

/// <summary>Defaults of HorizontalPodAutoscalers.</summary>
internal static class AutoscalerDefaults
{
    /// <summary>How busy pods are to be, in percent of what they request.</summary>
    private const int Utilization = 80;

    private const int PeriodSeconds = 15;

    public static void Apply(JsonObject item)
    {
        AutoscalerAnnotations.Remove(item);
        var spec = item.Ensure("spec");
        spec.Default("minReplicas", 1);
        if (spec["metrics"] is not JsonArray { Count: > 0 })
        {
            spec["metrics"] = new JsonArray(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = Utilization } },
            });
        }

        if (spec["behavior"] is not JsonObject behavior)
        {
            return;
        }

        var up = Rules(behavior, "scaleUp", ("Pods", 4), ("Percent", 100));
        up.Default("stabilizationWindowSeconds", 0);
        Rules(behavior, "scaleDown", ("Percent", 100));
    }

    private static JsonObject Rules(JsonObject behavior, string name, params ReadOnlySpan<(string Type, int Value)> policies)
    {
        var rules = behavior.Ensure(name);
        rules.Default("selectPolicy", "Max");
        if (rules["policies"] is null)
        {
            var list = new JsonArray();
            foreach (var (type, value) in policies)
            {
                list.Add(new JsonObject { ["type"] = type, ["value"] = value, ["periodSeconds"] = PeriodSeconds });
            }

            rules["policies"] = list;
        }

        return rules;
    }
}
