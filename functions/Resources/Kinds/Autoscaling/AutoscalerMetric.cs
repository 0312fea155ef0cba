using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Autoscaling;

/// <summary>A metric as v1's annotations hold it, and as v2 does: wanted values (<see cref="Source"/>) and present ones (<see cref="Status"/>).</summary>
/// <param name="value">What the member of the values is called in v2, and how their names in v1 begin: <c>target</c> or <c>current</c>.</param>
internal sealed class AutoscalerMetric(string value)
{
    /// <summary>The type of each sort of metric, and its member.</summary>
    private static readonly (string Type, string Member)[] Sorts =
        [("Object", "object"), ("Pods", "pods"), ("Resource", "resource"), ("ContainerResource", "containerResource"), ("External", "external")];

    public static AutoscalerMetric Source { get; } = new("target");

    public static AutoscalerMetric Status { get; } = new("current");

    /// <summary>Quantities that v1 writes always.</summary>
    private static readonly HashSet<string> Written =
    [
        "target.object.targetValue", "target.pods.targetAverageValue",
        "current.object.currentValue", "current.pods.currentAverageValue", "current.resource.currentAverageValue", "current.containerResource.currentAverageValue", "current.external.currentValue",
    ];

    /// <summary>Whether it is of the CPU.</summary>
    public static bool IsCpu(JsonObject metric) => metric.Text("type") == "Resource" && metric.Text("resource", "name") == "cpu";

    /// <summary>The share of what is requested, in percent, that is wanted (<c>target</c>) or there (<c>current</c>); null where it is a value.</summary>
    public static long? ShareOf(JsonObject metric, string value) => metric.Integer("resource", value, "averageUtilization");

    /// <summary>The share of the CPU, which v1 has a field for.</summary>
    public static JsonObject Cpu(string value, long percent)
    {
        var values = new JsonObject { ["averageUtilization"] = percent };
        if (value == "target")
        {
            values.Insert(0, "type", "Utilization");
        }

        return new JsonObject { ["type"] = "Resource", ["resource"] = new JsonObject { ["name"] = "cpu", [value] = values } };
    }

    /// <summary>As v2 has it.</summary>
    public JsonObject ToV2(JsonObject metric)
    {
        var (type, member) = SortOf(metric);
        var result = new JsonObject { ["type"] = type };
        if (metric[member] is not JsonObject old)
        {
            return result;
        }

        var body = result[member] = new JsonObject();
        Copy(old, body, ("name", "name"), ("container", "container"));
        if (member == "object")
        {
            Copy(old, body, ("target", "describedObject"));
        }

        if (old.Text("metricName") is { } name)
        {
            var named = body["metric"] = new JsonObject { ["name"] = name };
            Copy(old, named, (member == "external" ? "metricSelector" : "selector", "selector"));
        }

        var values = new JsonObject();
        body[value] = values;
        Copy(old, values, ($"{value}Value", "value"), (AverageOf(member), "averageValue"), ($"{value}AverageUtilization", "averageUtilization"));
        if (value == "target")
        {
            values.Insert(0, "type", values["averageUtilization"] is not null ? "Utilization" : values["averageValue"] is not null ? "AverageValue" : "Value");
        }

        // One that v1 wrote only because it writes it always.
        foreach (var zero in values.Where(one => one.Value.Text() == "0" && values.Count(other => other.Key != "type") > 1).Select(one => one.Key).ToList())
        {
            values.Remove(zero);
        }

        return result;
    }

    /// <summary>As v1 has it.</summary>
    public JsonObject ToV1(JsonObject metric)
    {
        var (type, member) = SortOf(metric);
        var result = new JsonObject { ["type"] = type };
        if (metric[member] is not JsonObject body)
        {
            return result;
        }

        var old = result[member] = new JsonObject();
        Copy(body, old, ("name", "name"), ("container", "container"), ("describedObject", "target"));
        if (body["metric"] is JsonObject named)
        {
            Copy(named, old, ("name", "metricName"), ("selector", member == "external" ? "metricSelector" : "selector"));
        }

        if (body[value] is JsonObject values)
        {
            Copy(values, old, ("averageUtilization", $"{value}AverageUtilization"), ("value", $"{value}Value"), ("averageValue", AverageOf(member)));
        }

        foreach (var name in new[] { $"{value}Value", $"{value}AverageValue" }.Where(name => Written.Contains($"{value}.{member}.{name}") && old[name] is null))
        {
            old[name] = "0";
        }

        return result;
    }

    private string AverageOf(string member) => member == "object" ? "averageValue" : $"{value}AverageValue";

    private static (string Type, string Member) SortOf(JsonObject metric) =>
        Sorts.FirstOrDefault(sort => sort.Type == metric.Text("type")) is { Type: not null } sort ? sort : (metric.Text("type") ?? "", "none");

    private static void Copy(JsonNode from, JsonNode to, params ReadOnlySpan<(string From, string To)> names)
    {
        foreach (var (old, name) in names)
        {
            if (from[old] is { } present)
            {
                to[name] = present.DeepClone();
            }
        }
    }
}
