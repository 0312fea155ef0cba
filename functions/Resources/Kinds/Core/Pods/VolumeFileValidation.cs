using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of the files of volumes that are made of other objects.</summary>
internal static class VolumeFileValidation
{
    private const int ModeMax = 0x1FF;

    private static readonly string[] FieldPaths = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

    /// <summary>The files of a ConfigMap or Secret.</summary>
    public static IEnumerable<FieldError> Keys(JsonNode? source, string at) =>
        source.At("items") is null ? Mode(source, at, "defaultMode") : Mode(source, at, "defaultMode").Concat(Paths.Numbered(source, "items", at).SelectMany(item => Faults.Given(item.Item, item.At, "key").Concat(File(item.Item, item.At))));

    /// <summary>The files of a pod's own fields, of which Kubernetes tells by the path of the whole.</summary>
    public static IEnumerable<FieldError> Fields(JsonNode? source, string at) =>
        source.Objects("items").SelectMany(item => Path(item, at).Concat(Field(item, at)).Concat(Mode(item, at, "mode")));

    /// <summary>The bits of a file's permissions.</summary>
    public static IEnumerable<FieldError> Mode(JsonNode? source, string at, string name) =>
        source.Integer(name) is < 0 or > ModeMax ? [Faults.Invalid($"{at}.{name}", source.At(name)?.DeepClone(), "must be a number between 0 and 0777 (octal), both inclusive")] : [];

    private static IEnumerable<FieldError> File(JsonObject item, string at) => Path(item, at).Concat(Mode(item, at, "mode"));

    private static IEnumerable<FieldError> Path(JsonObject item, string at) => Faults.Given(item, at, "path").Concat(MountValidation.Inside($"{at}.path", item.Text("path") ?? ""));

    private static IEnumerable<FieldError> Field(JsonObject item, string at)
    {
        var (field, resource) = (item["fieldRef"] as JsonObject, item["resourceFieldRef"] as JsonObject);
        return (field, resource) switch
        {
            (not null, not null) => FieldReferenceValidation.Field(field, $"{at}.fieldRef", FieldPaths).Append(Faults.Invalid(at, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously")),
            (not null, null) => FieldReferenceValidation.Field(field, $"{at}.fieldRef", FieldPaths),
            (null, not null) => FieldReferenceValidation.Resource(resource, $"{at}.resourceFieldRef", isOfVolume: true),
            _ => [Faults.Required(at, "one of fieldRef and resourceFieldRef is required")],
        };
    }
}
