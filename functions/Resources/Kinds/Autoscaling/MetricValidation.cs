using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Core.Limits;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Autoscaling;

/// <summary>Rules of what an autoscaler looks at.</summary>
internal static class MetricValidation
{
    private const string UtilizationMissing = "must set either a target raw value or a target utilization";
    private const string UtilizationTwice = "may not set both a target raw value and a target utilization";

    private static readonly string[] Types = ["ContainerResource", "External", "Object", "Pods", "Resource"];

    /// <summary>The sources, in the order in which they are looked at.</summary>
    private static readonly string[] Sources = ["object", "external", "pods", "resource", "containerResource"];

    /// <param name="metric">The metric.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="mayVersionBeWrong">Whether the version of a described object may be one that cannot be: it was so before.</param>
    public static IEnumerable<FieldError> Validate(JsonObject metric, string at, bool mayVersionBeWrong)
    {
        var type = metric.Text("type") ?? "";
        if (type.Length == 0)
        {
            yield return Faults.Required($"{at}.type", "must specify a metric source type");
        }

        if (!Types.Contains(type))
        {
            yield return Faults.NotSupported($"{at}.type", type, Types);
        }

        var given = Sources.Where(source => metric[source] is JsonObject).ToList();
        foreach (var error in given.Take(1).SelectMany(source => Source(source, (JsonObject)metric[source]!, $"{at}.{source}", mayVersionBeWrong)))
        {
            yield return error;
        }

        var expected = Types.Contains(type) ? char.ToLowerInvariant(type[0]) + type[1..] : null;
        if (expected is not null && !given.Contains(expected))
        {
            yield return Faults.Required($"{at}.{expected}", "must populate information for the given metric source");
        }

        foreach (var other in given.Count == 1 ? [] : given.Where(source => source != expected))
        {
            yield return Faults.Forbidden($"{at}.{other}", "must populate the given metric source only");
        }
    }

    private static IEnumerable<FieldError> Source(string name, JsonObject source, string at, bool mayVersionBeWrong)
    {
        var target = source["target"];
        var identified = name switch
        {
            "resource" or "containerResource" => Resource(name, source, at),
            "object" => AutoscalerValidation.Reference(source["describedObject"], $"{at}.describedObject")
                .Concat(mayVersionBeWrong ? [] : AutoscalerValidation.Version(source["describedObject"], $"{at}.describedObject", needsGroup: false))
                .Concat(Identifier(source["metric"], $"{at}.metric")),
            _ => Identifier(source["metric"], $"{at}.metric"),
        };
        return identified.Concat(Target(target, $"{at}.target")).Concat(Wanted(name, target, $"{at}.target"));
    }

    private static IEnumerable<FieldError> Resource(string kind, JsonObject source, string at)
    {
        var name = source.Text("name") ?? "";
        var isOfContainer = kind == "containerResource";
        IEnumerable<FieldError> errors = name.Length == 0 ? [Faults.Required($"{at}.name", "must specify a resource name")]
            : isOfContainer ? ResourceNames.ValidateOfContainer(name, $"{at}.name")
            : [];
        if (!isOfContainer)
        {
            return errors;
        }

        var container = source.Text("container") ?? "";
        return errors.Concat(container.Length == 0
            ? [Faults.Required($"{at}.container", "must specify a container")]
            : Faults.Each($"{at}.container", container, NameRules.LabelFaults(container)));
    }

    private static IEnumerable<FieldError> Identifier(JsonNode? metric, string at)
    {
        var name = metric.Text("name") ?? "";
        return name.Length == 0 ? [Faults.Required($"{at}.name", "must specify a metric name")] : Faults.Each($"{at}.name", name, AutoscalerValidation.PathFaults(name));
    }

    private static IEnumerable<FieldError> Target(JsonNode? target, string at)
    {
        var type = target.Text("type") ?? "";
        if (type.Length == 0)
        {
            yield return Faults.Required($"{at}.type", "must specify a metric target type");
        }

        if (type is not ("Utilization" or "Value" or "AverageValue"))
        {
            yield return Faults.Invalid($"{at}.type", type, "must be either Utilization, Value, or AverageValue");
        }

        foreach (var name in new[] { "value", "averageValue" })
        {
            if (Quantity.TryParse(target.Text(name), out var value) && value.CompareTo(default) <= 0)
            {
                yield return Faults.Invalid($"{at}.{name}", target.Text(name), "must be positive");
            }
        }

        if (target.Integer("averageUtilization") is < 1 and var utilization)
        {
            yield return Faults.Invalid($"{at}.averageUtilization", utilization, "must be greater than 0");
        }
    }

    /// <summary>Which of a target's values are given.</summary>
    private static IEnumerable<FieldError> Wanted(string source, JsonNode? target, string at)
    {
        var (value, average, utilization) = (target.At("value") is not null, target.At("averageValue") is not null, target.At("averageUtilization") is not null);
        return source switch
        {
            "object" when !value && !average => [Faults.Required($"{at}.averageValue", "must set either a target value or averageValue")],
            "external" when !value && !average => [Faults.Required($"{at}.averageValue", "must set either a target value for metric or a per-pod target")],
            "external" when value && average => [Faults.Forbidden($"{at}.value", "may not set both a target value for metric and a per-pod target")],
            "pods" when !average => [Faults.Required($"{at}.averageValue", "must specify a positive target averageValue")],
            "resource" or "containerResource" when !utilization && !average => [Faults.Required($"{at}.averageUtilization", UtilizationMissing)],
            "resource" or "containerResource" when utilization && average => [Faults.Forbidden($"{at}.averageValue", UtilizationTwice)],
            _ => [],
        };
    }
}
