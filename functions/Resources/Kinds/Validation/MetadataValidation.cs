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
            : Faults.All(Prefix(prefix, kind), Faults.Each("metadata.name", name, kind.NameFaults(name)));
        return Faults.All(
            naming,
            General(item, old, kind));
    }

    /// <summary>What is wrong with the metadata of an object within another, which may be of any kind.</summary>
    /// <param name="item">The object, whose metadata is canonical.</param>
    /// <param name="at">Its place.</param>
    public static IEnumerable<FieldError> Embedded(JsonObject item, string at)
    {
        var (name, prefix, within) = (item.Text("metadata", "name") ?? "", item.Text("metadata", "generateName") ?? "", item.Text("metadata", "namespace") ?? "");
        var errors = Faults.All(
            // More follows on a prefix, so that it may be dots alone.
            prefix.Length == 0 ? [] : Faults.Each("metadata.generateName", prefix, SegmentNames.Faults(prefix + "a")),
            Faults.Each("metadata.name", name, SegmentNames.Faults(name)),
            within.Length == 0 ? [] : Faults.Each("metadata.namespace", within, NameRules.LabelFaults(within)),
            Faults.NotNegative(item.At("metadata"), "metadata", "generation"),
            General(item, null, null));
        return errors.Select(error => error with { Field = $"{at}.{error.Field}" });
    }

    private static IReadOnlyList<FieldError> General(JsonObject item, JsonObject? old, ResourceKind? kind) =>
        Faults.All(
            Labels(item.At("metadata", "labels"), "metadata.labels"),
            Annotations(item.At("metadata", "annotations"), "metadata.annotations"),
            item.At("metadata", "ownerReferences") is null ? [] : OwnerValidation.Validate(item),
            item.At("metadata", "finalizers") is null ? [] : FinalizerValidation.Validate(item, old, kind),
            ManagedFieldsValidation.Validate(item));

    public static IEnumerable<FieldError> Labels(JsonNode? labels, FieldText field)
    {
        List<FieldError>? errors = null;
        var map = labels as JsonObject;
        for (var index = 0; index < map?.Count; index++)
        {
            var (key, node) = map.GetAt(index);
            var value = node.Text() ?? "";
            Faults.Add(ref errors, Faults.Each(field, key, NameRules.QualifiedNameFaults(key)));
            Faults.Add(ref errors, Faults.Each(field, value, NameRules.LabelValueFaults(value)));
        }

        return errors ?? Enumerable.Empty<FieldError>();
    }

    public static IEnumerable<FieldError> Annotations(JsonNode? annotations, string field)
    {
        List<FieldError>? errors = null;
        var map = annotations as JsonObject;
        var bytes = 0;
        for (var index = 0; index < map?.Count; index++)
        {
            var (key, value) = map.GetAt(index);
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value.Text() ?? "");
            Faults.Add(ref errors, Faults.Each(field, key, NameRules.QualifiedNameFaults(key.ToLowerInvariant())));
        }

        Faults.Add(ref errors, bytes > AnnotationBytesMax ? [Faults.TooLong(field, AnnotationBytesMax)] : []);
        return errors ?? Enumerable.Empty<FieldError>();
    }

    /// <summary>A prefix may end in a hyphen, since more follows.</summary>
    private static IEnumerable<FieldError> Prefix(string prefix, ResourceKind kind) =>
        prefix.Length == 0 ? [] : Faults.Each("metadata.generateName", prefix, kind.NameFaults(prefix is [.., '-'] and not "-" ? prefix[..^1] + "a" : prefix));
}
