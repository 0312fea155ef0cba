using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Storage;

/// <summary>What an update of a PersistentVolumeClaim may change.</summary>
internal static class ClaimUpdateValidation
{
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject old)
    {
        var (spec, before) = (item["spec"] as JsonObject ?? [], old["spec"] as JsonObject ?? []);
        var (annotation, annotated) = (item.Text("metadata", "annotations", ClassAnnotation), old.Text("metadata", "annotations", ClassAnnotation));
        var isUpgrade = annotated is not null && before["storageClassName"] is null && spec.Text("storageClassName") == annotated && (annotation ?? annotated) == annotated;
        if (!isUpgrade && annotation != annotated)
        {
            yield return Faults.Immutable($"metadata.{ClassAnnotation}", annotation);
        }

        if (!JsonNode.DeepEquals(Fixed(spec, before, annotated, item.Text("status", "phase") == "Bound"), Fixed(before, before, null, isBound: false)))
        {
            yield return Faults.Forbidden("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims");
        }

        foreach (var error in Size(spec, before, old.Text("status", "capacity", "storage")).Concat(Class(spec, before)))
        {
            yield return error;
        }

        if (spec.Text("volumeMode") != before.Text("volumeMode"))
        {
            yield return Faults.Immutable("volumeMode", spec["volumeMode"]);
        }
    }

    /// <summary>A failed expansion may be taken back, to more than there is already.</summary>
    private static IEnumerable<FieldError> Size(JsonObject spec, JsonObject before, string? capacity)
    {
        Quantity.TryParse(spec.Text("resources", "requests", "storage"), out var now);
        Quantity.TryParse(before.Text("resources", "requests", "storage"), out var then);
        Quantity.TryParse(capacity, out var there);
        return now.CompareTo(then) < 0 && now.CompareTo(there) <= 0
            ? [Faults.Forbidden("spec.resources.requests.storage", "field can not be less than status.capacity")]
            : [];
    }

    private static IEnumerable<FieldError> Class(JsonObject spec, JsonObject before)
    {
        const string field = "spec.volumeAttributesClassName";
        return before["volumeAttributesClassName"] is null ? []
            : spec.Text("volumeAttributesClassName") switch
            {
                null => [Faults.Forbidden(field, "update from non-nil value to nil is forbidden")],
                "" when before.Text("volumeAttributesClassName") != "" => [Faults.Forbidden(field, "update from non-nil value to an empty string is forbidden")],
                _ => [],
            };
    }

    /// <summary>The part of a spec that never changes. A volume and a class may be given once.</summary>
    private static JsonObject Fixed(JsonObject spec, JsonObject before, string? annotated, bool isBound)
    {
        var copy = (JsonObject)spec.DeepClone();
        copy.Remove("volumeAttributesClassName");
        if (string.IsNullOrEmpty(before.Text("volumeName")))
        {
            copy.Remove("volumeName");
        }

        if (before["storageClassName"] is null && (annotated is null || spec.Text("storageClassName") == annotated))
        {
            copy.Remove("storageClassName");
        }

        if (isBound && copy.At("resources", "requests") is JsonObject requests && before.Text("resources", "requests", "storage") is { } size)
        {
            requests["storage"] = size;
        }

        return copy;
    }
}
