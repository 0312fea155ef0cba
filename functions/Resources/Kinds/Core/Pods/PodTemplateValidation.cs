using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Selectors;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of pod templates.</summary>
internal static class PodTemplateValidation
{
    /// <param name="template">The template.</param>
    /// <param name="at">Its path, such as <c>spec.template</c>; labels and annotations are told of right below it.</param>
    public static IEnumerable<FieldError> Validate(JsonNode? template, string at)
    {
        var spec = template.At("spec") as JsonObject ?? [];
        var errors = MetadataValidation.Labels(template.At("metadata", "labels"), $"{at}.labels")
            .Concat(MetadataValidation.Annotations(template.At("metadata", "annotations"), $"{at}.annotations"))
            .Concat(PodAnnotationValidation.Validate(template.At("metadata", "annotations"), spec, $"{at}.annotations"))
            .Concat(PodValidation.Spec(spec, $"{at}.spec"))
            .Concat(template is JsonObject owner ? ProfileAnnotationValidation.Validate(owner, $"{at}.spec") : []);
        return spec.Objects("ephemeralContainers").Any()
            ? errors.Append(Faults.Forbidden($"{at}.spec.ephemeralContainers", "ephemeral containers not allowed in pod template"))
            : errors;
    }

    /// <summary>A selector selects the pods that the template makes; one that is wrong is told of where it stands.</summary>
    /// <param name="selector">A LabelSelector; a missing one selects nothing, not even the template.</param>
    /// <param name="template">The template.</param>
    /// <param name="at">Its path.</param>
    public static IEnumerable<FieldError> Selected(JsonNode? selector, JsonNode? template, string at)
    {
        var labels = template.At("metadata", "labels");
        return selector is not null && (!IsSelector(selector) || LabelSelector.From(selector).Matches(labels.Map()))
            ? []
            : [Faults.Invalid($"{at}.metadata.labels", labels?.DeepClone(), "`selector` does not match template `labels`")];
    }

    /// <summary>Whether a LabelSelector is one by its rules.</summary>
    public static bool IsSelector(JsonNode? selector) => !SelectorValidation.Validate(selector, "").Any();

    /// <summary>Pods of what runs for ever start again, and have no deadline.</summary>
    public static IEnumerable<FieldError> RunsForEver(JsonNode? template, string at, string kind)
    {
        if (template.Text("spec", "restartPolicy") is { } policy and not "Always")
        {
            yield return Faults.NotSupported($"{at}.spec.restartPolicy", policy, "Always");
        }

        if (template.At("spec", "activeDeadlineSeconds") is not null)
        {
            yield return Faults.Forbidden($"{at}.spec.activeDeadlineSeconds", $"activeDeadlineSeconds in {kind} is not Supported");
        }
    }
}
