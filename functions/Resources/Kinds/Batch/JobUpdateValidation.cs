using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>What an update of a job may change.</summary>
internal static class JobUpdateValidation
{
    private static readonly string[] Free = ["nodeSelector", "tolerations", "schedulingGates"];

    private static readonly string[] Immutable = ["completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject old)
    {
        var (spec, before) = (item["spec"] as JsonObject ?? [], old["spec"] as JsonObject ?? []);
        return Completions(spec, before)
            .Concat(Same(spec, before, "selector"))
            .Concat(Template(spec, before, isWaiting: before.Flag("suspend") && old.At("status", "startTime") is null))
            .Concat(Immutable.SelectMany(name => Same(spec, before, name)));
    }

    private static IEnumerable<FieldError> Same(JsonObject spec, JsonObject before, string name) =>
        JsonNode.DeepEquals(spec[name], before[name]) ? [] : [Faults.Immutable($"spec.{name}", spec[name])];

    /// <summary>An indexed job may grow and shrink with its parallelism.</summary>
    private static IEnumerable<FieldError> Completions(JsonObject spec, JsonObject before)
    {
        var (completions, then) = (spec.Integer("completions"), before.Integer("completions"));
        return spec.Text("completionMode") != "Indexed" ? Same(spec, before, "completions")
            : completions == then || completions is null || completions == spec.Integer("parallelism") ? []
            : [Faults.Invalid("spec.completions", completions, "can only be modified in tandem with spec.parallelism")];
    }

    /// <summary>Where a job's pods will go may change until they have begun to.</summary>
    private static IEnumerable<FieldError> Template(JsonObject spec, JsonObject before, bool isWaiting)
    {
        var isSame = isWaiting ? JsonNode.DeepEquals(Fixed(spec), Fixed(before)) : JsonNode.DeepEquals(spec["template"], before["template"]);
        return isSame ? [] : [Faults.Immutable("spec.template", spec["template"])];
    }

    private static JsonObject Fixed(JsonObject spec)
    {
        var template = (JsonObject?)spec["template"]?.DeepClone() ?? [];
        var metadata = template.Ensure("metadata");
        metadata.Remove("labels");
        metadata.Remove("annotations");
        var inner = template.Ensure("spec");
        foreach (var free in Free)
        {
            inner.Remove(free);
        }

        var affinity = inner.Ensure("affinity");
        affinity.Remove("nodeAffinity");
        if (affinity.Count == 0)
        {
            inner.Remove("affinity");
        }

        return template;
    }
}
