using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Autoscaling;

/// <summary>Rules of HorizontalPodAutoscalers.</summary>
internal static class AutoscalerValidation
{
    private const int WindowSecondsMax = 3600;
    private const int PeriodSecondsMax = 1800;

    private static readonly string[] Selections = ["Disabled", "Max", "Min"];
    private static readonly string[] PolicyTypes = ["Percent", "Pods"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        var (target, before) = (spec["scaleTargetRef"], old.At("spec", "scaleTargetRef"));

        // What was wrong before may stay so.
        var mayTargetBeWrong = old is not null && before.Text("kind") == target.Text("kind") && before.Text("apiVersion") == target.Text("apiVersion");
        var mayDescribedBeWrong = old.Objects("spec", "metrics").Any(metric => metric["object"] is not null && VersionFault(metric.At("object", "describedObject"), needsGroup: false) is not null);
        return Bounds(spec)
            .Concat(Reference(target, "spec.scaleTargetRef"))
            .Concat(mayTargetBeWrong ? [] : Version(target, "spec.scaleTargetRef", needsGroup: target.Text("kind") != "ReplicationController"))
            .Concat(Paths.Numbered(spec, "metrics", "spec").SelectMany(metric => MetricValidation.Validate(metric.Item, metric.At, mayDescribedBeWrong)))
            .Concat(new[] { "scaleUp", "scaleDown" }.SelectMany(name => Rules(spec.At("behavior", name), $"spec.behavior.{name}")));
    }

    public static IEnumerable<FieldError> ValidateStatus(JsonObject item, JsonObject old, DateTimeOffset now) =>
        Faults.NotNegative(item["status"], "status", "currentReplicas", "desiredReplicas");

    /// <summary>Rules of what is scaled or described.</summary>
    public static IEnumerable<FieldError> Reference(JsonNode? reference, string at)
    {
        foreach (var name in new[] { "kind", "name" })
        {
            foreach (var error in Faults.Named($"{at}.{name}", reference.Text(name), PathFaults))
            {
                yield return error;
            }
        }
    }

    /// <summary>Rules of the version of what is scaled or described.</summary>
    public static IEnumerable<FieldError> Version(JsonNode? reference, string at, bool needsGroup) =>
        VersionFault(reference, needsGroup) is { } fault ? [Faults.Invalid($"{at}.apiVersion", reference.Text("apiVersion") ?? "", fault)] : [];

    private static string? VersionFault(JsonNode? reference, bool needsGroup)
    {
        var version = reference.Text("apiVersion") ?? "";
        return version.Count(letter => letter == '/') > 1 ? $"unexpected GroupVersion string: {version}"
            : needsGroup && version.IndexOf('/', StringComparison.Ordinal) <= 0 ? "apiVersion must specify API group"
            : null;
    }

    /// <summary>What is wrong with a part of a path.</summary>
    public static IEnumerable<string> PathFaults(string name) =>
        name is "." or ".." ? [$"may not be '{name}'"] : new[] { '/', '%' }.Where(letter => name.Contains(letter, StringComparison.Ordinal)).Select(letter => $"may not contain '{letter}'");

    private static IEnumerable<FieldError> Bounds(JsonObject spec)
    {
        var (min, max) = (spec.Integer("minReplicas"), spec.Integer("maxReplicas") ?? 0);
        if (min < 1)
        {
            yield return Faults.Invalid("spec.minReplicas", min, "must be greater than or equal to 1");
        }

        if (max < 1)
        {
            yield return Faults.Invalid("spec.maxReplicas", max, "must be greater than 0");
        }

        if (max < min)
        {
            yield return Faults.Invalid("spec.maxReplicas", max, "must be greater than or equal to `minReplicas`");
        }
    }

    private static IEnumerable<FieldError> Rules(JsonNode? rules, string at)
    {
        if (rules is null)
        {
            yield break;
        }

        if (rules.Integer("stabilizationWindowSeconds") is { } window and (< 0 or > WindowSecondsMax))
        {
            yield return Faults.Invalid($"{at}.stabilizationWindowSeconds", window, window < 0 ? "must be greater than or equal to zero" : $"must be less than or equal to {WindowSecondsMax}");
        }

        if (rules.Text("selectPolicy") is { } selection && !Selections.Contains(selection))
        {
            yield return Faults.NotSupported($"{at}.selectPolicy", selection, Selections);
        }

        if (!rules.Objects("policies").Any())
        {
            yield return Faults.Required($"{at}.policies", "must specify at least one Policy");
        }

        foreach (var error in Paths.Numbered(rules, "policies", at).SelectMany(policy => Policy(policy.Item, policy.At)))
        {
            yield return error;
        }

        if (Quantity.TryParse(rules.Text("tolerance"), out var tolerance) && tolerance.IsNegative)
        {
            yield return Faults.Invalid($"{at}.tolerance", rules.Text("tolerance"), "must be greater than or equal to 0");
        }
    }

    private static IEnumerable<FieldError> Policy(JsonObject policy, string at)
    {
        if (!PolicyTypes.Contains(policy.Text("type")))
        {
            yield return Faults.NotSupported($"{at}.type", policy.Text("type"), PolicyTypes);
        }

        foreach (var name in new[] { "value", "periodSeconds" }.Where(name => (policy.Integer(name) ?? 0) <= 0))
        {
            yield return Faults.Invalid($"{at}.{name}", policy.Integer(name) ?? 0, "must be greater than zero");
        }

        if (policy.Integer("periodSeconds") > PeriodSecondsMax)
        {
            yield return Faults.Invalid($"{at}.periodSeconds", policy.Integer("periodSeconds"), $"must be less than or equal to {PeriodSecondsMax}");
        }
    }
}
