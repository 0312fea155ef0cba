using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Storage;

/// <summary>Rules of PersistentVolumeClaims.</summary>
internal static class ClaimValidation
{
    private static readonly string[] GrowthStatuses =
        ["ControllerResizeInProgress", "ControllerResizeInfeasible", "NodeResizeInProgress", "NodeResizeInfeasible", "NodeResizePending"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var errors = Spec(item["spec"] as JsonObject ?? [], "spec");
        return old is null ? errors : errors.Concat(ClaimUpdateValidation.Validate(item, old));
    }

    /// <summary>Rules of what a claim has got, and of how its growth goes.</summary>
    public static IEnumerable<FieldError> ValidateStatus(JsonObject item, JsonObject old, DateTimeOffset now) =>
        item.Map("status", "capacity").SelectMany(amount => Amount(amount, "status.capacity"))
            .Concat(item.Map("status", "allocatedResourceStatuses").SelectMany(one => Growth(one.Key, one.Value)))
            .Concat(item.Map("status", "allocatedResources").SelectMany(amount => Allocated(amount, "status.allocatedResources")));

    /// <summary>Rules of a claim's spec, a template's too.</summary>
    public static IEnumerable<FieldError> Spec(JsonObject spec, string at) =>
        AccessModes.Validate(spec, $"{at}.accessModes", "at least 1 access mode is required")
            .Concat(SelectorValidation.Validate(spec["selector"], $"{at}.selector"))
            .Concat(Size(spec, $"{at}.resources[storage]"))
            .Concat(Class(spec, "storageClassName", at))
            .Concat(Mode(spec, at))
            .Concat(Source(spec["dataSource"], $"{at}.dataSource"))
            .Concat(Source(spec["dataSourceRef"], $"{at}.dataSourceRef"))
            .Concat(BothSources(spec, at))
            .Concat(Class(spec, "volumeAttributesClassName", at));

    /// <summary>Kubernetes tells of a status that is none by the name of what has it.</summary>
    private static IEnumerable<FieldError> Growth(string name, string status)
    {
        const string Field = "status.allocatedResourceStatus";
        return GrowthStatuses.Contains(status) ? ResourceName(name, Field) : ResourceName(name, Field).Append(Faults.NotSupported(Field, name, GrowthStatuses));
    }

    private static IEnumerable<FieldError> Allocated(KeyValuePair<string, string> amount, string field)
    {
        var errors = ResourceName(amount.Key, field).ToList();
        return errors.Count > 0 ? errors : Amount(amount, field);
    }

    private static IEnumerable<FieldError> ResourceName(string name, string field) =>
        !NameRules.IsQualifiedName(name) ? Faults.Each(field, name, NameRules.QualifiedNameFaults(name))
        : ContainerResourceValidation.IsNative(name) && name != "storage" ? [Faults.NotSupported(field, name, "storage")]
        : [];

    private static IEnumerable<FieldError> Amount(KeyValuePair<string, string> amount, string field) =>
        Quantity.TryParse(amount.Value, out var parsed) && parsed.IsNegative ? [Faults.Invalid($"{field}[{amount.Key}]", parsed.Value, "must be a valid resource quantity")] : [];

    private static IEnumerable<FieldError> Size(JsonObject spec, string at)
    {
        var text = spec.Text("resources", "requests", "storage");
        return text is null ? [Faults.Required(at)]
            : Quantity.TryParse(text, out var size) && size.CompareTo(default) <= 0 ? [Faults.Invalid(at, text, "must be greater than zero")]
            : [];
    }

    private static IEnumerable<FieldError> Class(JsonObject spec, string name, string at) =>
        spec.Text(name) is { Length: > 0 } value ? Faults.Each($"{at}.{name}", value, NameRules.SubdomainFaults(value)) : [];

    private static IEnumerable<FieldError> Mode(JsonObject spec, string at) =>
        spec.Text("volumeMode") is null or "Block" or "Filesystem" ? [] : [Faults.NotSupported($"{at}.volumeMode", spec.Text("volumeMode"), "Block", "Filesystem")];

    private static IEnumerable<FieldError> Source(JsonNode? source, string at)
    {
        if (source is null)
        {
            yield break;
        }

        foreach (var error in Faults.Given(source, at, "name", "kind"))
        {
            yield return error;
        }

        var (group, kind, other) = (source.Text("apiGroup") ?? "", source.Text("kind") ?? "", source.Text("namespace") ?? "");
        if (group.Length == 0 && kind != "PersistentVolumeClaim")
        {
            yield return Faults.Invalid(at, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        }

        var groupFaults = group.Length == 0 ? [] : Faults.Each($"{at}.apiGroup", group, NameRules.SubdomainFaults(group));
        var namespaceFaults = other.Length == 0 ? [] : Faults.Each($"{at}.namespace", other, NameRules.LabelFaults(other));
        foreach (var error in groupFaults.Concat(namespaceFaults))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> BothSources(JsonObject spec, string at)
    {
        if (spec["dataSource"] is not { } source || spec["dataSourceRef"] is not { } reference)
        {
            return [];
        }

        var isElsewhere = !string.IsNullOrEmpty(reference.Text("namespace"));
        var isSame = source.Text("apiGroup") == reference.Text("apiGroup") && source.Text("kind") == reference.Text("kind") && source.Text("name") == reference.Text("name");
        return isElsewhere ? [Faults.Invalid(at, $"{at}.dataSource", "may not be specified when dataSourceRef.namespace is specified")]
            : isSame ? []
            : [Faults.Invalid(at, $"{at}.dataSource", "must match dataSourceRef")];
    }
}
