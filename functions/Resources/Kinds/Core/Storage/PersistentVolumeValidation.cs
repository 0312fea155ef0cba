using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Storage;

/// <summary>Rules of PersistentVolumes.</summary>
internal static class PersistentVolumeValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        var errors = AccessModes.Validate(spec, "spec.accessModes", "")
            .Concat(Capacity(spec, "spec.capacity"))
            .Concat(Policies(spec))
            .Concat(Affinity(spec))
            .Concat(PersistentVolumeSourceValidation.Validate(spec, "spec"))
            .Concat(Classes(spec));
        return old is null ? errors : errors.Concat(Update(spec, old["spec"] as JsonObject ?? []));
    }

    /// <summary>Rules of a volume that is no object of its own.</summary>
    /// <param name="spec">Its spec.</param>
    /// <param name="at">Where it stands.</param>
    public static IEnumerable<FieldError> Inline(JsonObject spec, string at)
    {
        const string inline = "in the context of inline volumes";
        FieldError[] first = [.. Unset("claimRef"), .. Unset("capacity"), .. spec["csi"] is null ? [Faults.Required($"{at}.csi", $"has to be specified {inline}")] : Array.Empty<FieldError>()];
        return first
            .Concat(AccessModes.Validate(spec, $"{at}.accessModes", ""))
            .Concat(spec.Text("persistentVolumeReclaimPolicy") is { Length: > 0 } and not "Retain" ? [Faults.Forbidden($"{at}.persistentVolumeReclaimPolicy", $"may only be Retain {inline}")] : [])
            .Concat(Unset("nodeAffinity"))
            .Concat(PersistentVolumeSourceValidation.Validate(spec, at))
            .Concat(Unset("storageClassName"))
            .Concat(spec.Text("volumeMode") is not null and not "Filesystem" ? [Faults.Forbidden($"{at}.volumeMode", $"may not specify volumeMode other than Filesystem {inline}")] : [])
            .Concat(AttributesClass(spec, at));

        FieldError[] Unset(string name) => spec[name] is null ? [] : [Faults.Forbidden($"{at}.{name}", $"may not be specified {inline}")];
    }

    private static IEnumerable<FieldError> Capacity(JsonObject spec, string at)
    {
        var capacity = spec.Map("capacity");
        if (capacity.Count == 0)
        {
            yield return Faults.Required(at);
        }

        if (!capacity.ContainsKey("storage") || capacity.Count > 1)
        {
            yield return Faults.NotSupported(at, spec["capacity"] ?? new JsonObject(), "storage");
        }

        foreach (var (resource, text) in capacity)
        {
            if (Quantity.TryParse(text, out var size) && size.CompareTo(default) <= 0)
            {
                yield return Faults.Invalid($"{at}[{resource}]", text, "must be greater than zero");
            }
        }
    }

    private static IEnumerable<FieldError> Policies(JsonObject spec)
    {
        if (spec.Text("persistentVolumeReclaimPolicy") is { } policy && policy is not ("Delete" or "Recycle" or "Retain"))
        {
            yield return Faults.NotSupported("spec.persistentVolumeReclaimPolicy", policy, "Delete", "Recycle", "Retain");
        }

        if (spec.Text("persistentVolumeReclaimPolicy") == "Recycle" && spec.Text("hostPath", "path")?.TrimEnd('/') == "")
        {
            yield return Faults.Forbidden("spec.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'");
        }

        if (spec.Text("volumeMode") is not ("Block" or "Filesystem"))
        {
            yield return Faults.NotSupported("spec.volumeMode", spec.Text("volumeMode"), "Block", "Filesystem");
        }
    }

    private static IEnumerable<FieldError> Affinity(JsonObject spec)
    {
        if (spec["nodeAffinity"] is null)
        {
            return spec["local"] is null ? [] : [Faults.Required("spec.nodeAffinity", "Local volume requires node affinity")];
        }

        return spec.At("nodeAffinity", "required") is { } required
            ? NodeSelectorValidation.Validate(required, "spec.nodeAffinity.required")
            : [Faults.Required("spec.nodeAffinity.required", "must specify required node constraints")];
    }

    private static IEnumerable<FieldError> Classes(JsonObject spec)
    {
        if (spec.Text("storageClassName") is { Length: > 0 } storage)
        {
            foreach (var error in Faults.Each("spec.storageClassName", storage, NameRules.SubdomainFaults(storage)))
            {
                yield return error;
            }
        }

        foreach (var error in AttributesClass(spec, "spec"))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> AttributesClass(JsonObject spec, string at)
    {
        if (spec.Text("volumeAttributesClassName") is not { } attributes)
        {
            yield break;
        }

        foreach (var error in attributes.Length == 0
            ? [Faults.Required($"{at}.volumeAttributesClassName", "an empty string is disallowed")]
            : Faults.Each($"{at}.volumeAttributesClassName", attributes, NameRules.SubdomainFaults(attributes)))
        {
            yield return error;
        }

        if (spec["csi"] is null)
        {
            yield return Faults.Required($"{at}.csi", "has to be specified when using volumeAttributesClassName");
        }
    }

    private static IEnumerable<FieldError> Update(JsonObject spec, JsonObject before)
    {
        if (!JsonNode.DeepEquals(PersistentVolumeSourceValidation.Sources(spec, before), PersistentVolumeSourceValidation.Sources(before, before)))
        {
            yield return Faults.Forbidden("spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation");
        }

        if (spec.Text("volumeMode") != before.Text("volumeMode"))
        {
            yield return Faults.Immutable("volumeMode", spec["volumeMode"]);
        }

        if (before["nodeAffinity"] is { } affinity && !JsonNode.DeepEquals(affinity, spec["nodeAffinity"]))
        {
            yield return Faults.Immutable("nodeAffinity", spec["nodeAffinity"]);
        }

        if (before["volumeAttributesClassName"] is not null && spec["volumeAttributesClassName"] is null)
        {
            yield return Faults.Forbidden("spec.volumeAttributesClassName", "update from non-nil value to nil is forbidden");
        }
    }
}
