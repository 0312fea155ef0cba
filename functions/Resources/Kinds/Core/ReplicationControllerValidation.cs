using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of ReplicationControllers and PodTemplates.</summary>
internal static class ReplicationControllerValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        return Faults.NotNegative(spec, "spec", "minReadySeconds")
            .Concat(spec.Map("selector").Count == 0 ? [Faults.Required("spec.selector")] : [])
            .Concat(Faults.NotNegative(spec, "spec", "replicas"))
            .Concat(Template(spec));
    }

    public static IEnumerable<FieldError> PodTemplate(JsonObject item, JsonObject? old) => PodTemplateValidation.Validate(item["template"], "template");

    private static IEnumerable<FieldError> Template(JsonObject spec)
    {
        if (spec["template"] is not JsonObject template)
        {
            return [Faults.Required("spec.template")];
        }

        var (selector, labels) = (spec.Map("selector"), template.Map("metadata", "labels"));
        IEnumerable<FieldError> missed = selector.All(label => labels.GetValueOrDefault(label.Key) == label.Value)
            ? []
            : [Faults.Invalid("spec.template.metadata.labels", template.At("metadata", "labels")?.DeepClone(), "`selector` does not match template `labels`")];
        return missed
            .Concat(PodTemplateValidation.Validate(template, "spec.template"))
            .Concat(PodTemplateValidation.RunsForEver(template, "spec.template", "ReplicationController"));
    }
}
