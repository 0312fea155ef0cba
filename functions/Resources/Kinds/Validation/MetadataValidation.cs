using System.Text;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Rules of every object's metadata.</summary>
internal static class MetadataValidation
{
    /// <summary>Most bytes of all annotations together.</summary>
    private const int AnnotationBytesMax = 256 * 1024;

    public static IEnumerable<FieldError> Validate(JsonObject item, ResourceKind kind)
    {
        var name = item.Text("metadata", "name") ?? "";
        if (name.Length == 0)
        {
            yield return Faults.Required("metadata.name", "name or generateName is required");
        }
        else if (!kind.NameRule.IsValid(name))
        {
            yield return Faults.Invalid("metadata.name", name, kind.NameRule.Message);
        }

        foreach (var error in Labels(item.At("metadata", "labels"), "metadata.labels").Concat(Annotations(item)).Concat(Owners(item)).Concat(Finalizers(item)))
        {
            yield return error;
        }
    }

    public static IEnumerable<FieldError> Labels(JsonNode? labels, string field)
    {
        foreach (var (key, value) in labels.Map())
        {
            if (!NameRules.IsQualifiedName(key))
            {
                yield return Faults.Invalid(field, key, NameRules.QualifiedMessage);
            }

            if (!NameRules.IsLabelValue(value))
            {
                yield return Faults.Invalid(field, value, value.Length > 63 ? "must be no more than 63 bytes" : NameRules.LabelValueMessage);
            }
        }
    }

    private static IEnumerable<FieldError> Annotations(JsonObject item)
    {
        var bytes = 0;
        foreach (var (key, value) in item.Map("metadata", "annotations"))
        {
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
            if (!NameRules.IsQualifiedName(key.ToLowerInvariant()))
            {
                yield return Faults.Invalid("metadata.annotations", key, NameRules.QualifiedMessage);
            }
        }

        if (bytes > AnnotationBytesMax)
        {
            yield return Faults.TooLong("metadata.annotations", AnnotationBytesMax);
        }
    }

    private static IEnumerable<FieldError> Owners(JsonObject item)
    {
        var index = -1;
        var controllers = 0;
        foreach (var owner in item.Objects("metadata", "ownerReferences"))
        {
            index++;
            controllers += owner.Flag("controller") ? 1 : 0;
            foreach (var required in new[] { "apiVersion", "kind", "name", "uid" }.Where(required => string.IsNullOrEmpty(owner.Text(required))))
            {
                yield return Faults.Invalid($"metadata.ownerReferences[{index}].{required}", "", $"{required} must not be empty");
            }
        }

        if (controllers > 1)
        {
            yield return Faults.Invalid("metadata.ownerReferences", item.At("metadata", "ownerReferences"), "Only one reference can have Controller set to true");
        }
    }

    private static IEnumerable<FieldError> Finalizers(JsonObject item) =>
        item.Texts("metadata", "finalizers").Where(one => !NameRules.IsQualifiedName(one)).Select(one => Faults.Invalid("metadata.finalizers", one, NameRules.QualifiedMessage));
}
