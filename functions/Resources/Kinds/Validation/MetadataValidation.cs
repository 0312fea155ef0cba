using System.Text;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Rules of every object's metadata.</summary>
internal static class MetadataValidation
{
    /// <summary>Most bytes of all annotations together.</summary>
    private const int AnnotationBytesMax = 256 * 1024;

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old, ResourceKind kind)
    {
        var name = item.Text("metadata", "name") ?? "";
        var prefix = item.Text("metadata", "generateName") ?? "";
        IEnumerable<FieldError> naming = old is not null ? []
            : name.Length == 0 ? [Faults.Required("metadata.name", "name or generateName is required")]
            : [.. Prefix(prefix, kind), .. Faults.Each("metadata.name", name, kind.NameFaults(name))];
        return naming
            .Concat(Labels(item.At("metadata", "labels"), "metadata.labels"))
            .Concat(Annotations(item.At("metadata", "annotations"), "metadata.annotations"))
            .Concat(OwnerValidation.Validate(item))
            .Concat(Finalizers(item, old))
            .Concat(ManagedFieldsValidation.Validate(item));
    }

    public static IEnumerable<FieldError> Labels(JsonNode? labels, string field)
    {
        var errors = new List<FieldError>();
        foreach (var (key, node) in labels as JsonObject ?? [])
        {
            var value = node.Text() ?? "";
            errors.AddRange(Faults.Each(field, key, NameRules.QualifiedNameFaults(key)));
            errors.AddRange(Faults.Each(field, value, NameRules.LabelValueFaults(value)));
        }

        return errors;
    }

    public static IEnumerable<FieldError> Annotations(JsonNode? annotations, string field)
    {
        var bytes = 0;
        foreach (var (key, value) in annotations.Map())
        {
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
            foreach (var error in Faults.Each(field, key, NameRules.QualifiedNameFaults(key.ToLowerInvariant())))
            {
                yield return error;
            }
        }

        if (bytes > AnnotationBytesMax)
        {
            yield return Faults.TooLong(field, AnnotationBytesMax);
        }
    }

    /// <summary>A prefix may end in a hyphen, since more follows.</summary>
    private static IEnumerable<FieldError> Prefix(string prefix, ResourceKind kind) =>
        prefix.Length == 0 ? [] : Faults.Each("metadata.generateName", prefix, kind.NameFaults(prefix is [.., '-'] and not "-" ? prefix[..^1] + "a" : prefix));

    private static IEnumerable<FieldError> Finalizers(JsonObject item, JsonObject? old)
    {
        var finalizers = item.Texts("metadata", "finalizers").ToList();
        foreach (var error in finalizers.SelectMany(one => Faults.Each("metadata.finalizers", one, NameRules.QualifiedNameFaults(one))))
        {
            yield return error;
        }

        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
        {
            yield return Faults.Invalid("metadata.finalizers", item.At("metadata", "finalizers")?.DeepClone(), "finalizer orphan and foregroundDeletion cannot be both set");
        }

        if (old.At("metadata", "deletionTimestamp") is null)
        {
            yield break;
        }

        var added = finalizers.Except(old.Texts("metadata", "finalizers")).ToList();
        if (added.Count > 0)
        {
            yield return Faults.Forbidden(
                "metadata.finalizers",
                $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(one => $"\"{one}\""))}}}");
        }
    }
}
