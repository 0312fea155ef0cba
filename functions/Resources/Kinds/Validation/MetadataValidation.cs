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
            .Concat(Owners(item))
            .Concat(Finalizers(item, old));
    }

    public static IEnumerable<FieldError> Labels(JsonNode? labels, string field)
    {
        foreach (var (key, value) in labels.Map())
        {
            foreach (var error in Faults.Each(field, key, NameRules.QualifiedNameFaults(key)).Concat(Faults.Each(field, value, NameRules.LabelValueFaults(value))))
            {
                yield return error;
            }
        }
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

    private static IEnumerable<FieldError> Owners(JsonObject item)
    {
        var controllers = new List<string>();
        foreach (var (owner, at) in Paths.Numbered(item["metadata"], "ownerReferences", "metadata"))
        {
            if (string.IsNullOrEmpty(owner.Text("apiVersion")))
            {
                yield return Faults.Invalid($"{at}.apiVersion", "", "version must not be empty");
            }

            foreach (var required in new[] { "kind", "name", "uid" }.Where(required => string.IsNullOrEmpty(owner.Text(required))))
            {
                yield return Faults.Invalid($"{at}.{required}", "", "must not be empty");
            }

            if (owner.Flag("controller"))
            {
                controllers.Add($"{owner.Text("kind")}/{owner.Text("name")}");
            }
        }

        if (controllers.Count > 1)
        {
            yield return Faults.Invalid(
                "metadata.ownerReferences",
                item.At("metadata", "ownerReferences"),
                $"Only one reference can have Controller set to true. Found \"true\" in references for {controllers[0]} and {controllers[1]}");
        }
    }

    private static IEnumerable<FieldError> Finalizers(JsonObject item, JsonObject? old)
    {
        var finalizers = item.Texts("metadata", "finalizers").ToList();
        foreach (var error in finalizers.SelectMany(one => Faults.Each("metadata.finalizers", one, NameRules.QualifiedNameFaults(one))))
        {
            yield return error;
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
