using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Selectors;

namespace CloudOrchestrator.Resources.Kinds.Batch;

/// <summary>Rules of jobs.</summary>
internal static class JobValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        var errors = old is null ? Generated(item, spec) : [];
        errors = errors.Concat(JobSpecValidation.Validate(spec, "spec")).Concat(Selector(spec));
        return old is null ? errors.Concat(Hostname(item, spec)) : errors.Concat(JobUpdateValidation.Validate(item, old));
    }

    /// <summary>A selector that the server makes must be the one it would make, though the sender may have said otherwise.</summary>
    private static IEnumerable<FieldError> Generated(JsonObject item, JsonObject spec)
    {
        if (spec.Flag("manualSelector") || spec["selector"] is null)
        {
            yield break;
        }

        var labels = spec.Map("template", "metadata", "labels");
        var expected = JobDefaults.GeneratedLabels(item).ToDictionary(one => one.Label, one => one.Value);
        foreach (var (label, value) in expected.Where(one => labels.GetValueOrDefault(one.Key) != one.Value))
        {
            yield return labels.ContainsKey(label)
                ? Faults.Invalid($"spec.template.metadata.labels[{label}]", spec.At("template", "metadata", "labels")?.DeepClone(), $"must be '{value}'")
                : Faults.Required($"spec.template.metadata.labels[{label}]", $"must be '{value}'");
        }

        if (!LabelSelector.From(spec["selector"]).Matches(expected))
        {
            yield return Faults.Invalid("spec.selector", spec["selector"]?.DeepClone(), "`selector` not auto-generated");
        }
    }

    private static IEnumerable<FieldError> Selector(JsonObject spec) =>
        spec["selector"] is { } selector
            ? SelectorValidation.Validate(selector, "spec.selector").Concat(PodTemplateValidation.Selected(selector, spec["template"], "spec.template"))
            : PodTemplateValidation.Selected(null, spec["template"], "spec.template").Prepend(Faults.Required("spec.selector"));

    /// <summary>The pod of the last index has the longest name.</summary>
    private static IEnumerable<FieldError> Hostname(JsonObject item, JsonObject spec)
    {
        if (spec.Text("completionMode") != "Indexed" || spec.Integer("completions") is not (> 0 and var completions))
        {
            return [];
        }

        var name = item.Text("metadata", "name") ?? "";
        var longest = string.Create(CultureInfo.InvariantCulture, $"{name}-{completions - 1}");
        return NameRules.IsLabel(longest) ? [] : [Faults.Invalid("metadata.name", name, $"will not able to create pod with invalid DNS label: {longest}")];
    }
}
