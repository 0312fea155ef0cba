using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.DynamicResources;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>resource.k8s.io</c>, one row each.</summary>
public static class ResourceKinds
{
    /// <summary>Classes of devices.</summary>
    public static ResourceKind DeviceClasses { get; } = new()
    {
        Group = "resource.k8s.io", Version = "v1", Kind = "DeviceClass", Plural = "deviceclasses", Singular = "deviceclass", Namespaced = false,
        Schema = Schema("DeviceClass"), Collection = "resource.k8s.io/deviceclasses", HasGeneration = true, Columns = ResourceColumns.Plain,
        Validate = DeviceClassValidation.Validate, Warnings = ResourceDefaults.Warnings,
    };

    /// <summary>Claims of devices.</summary>
    public static ResourceKind ResourceClaims { get; } = new()
    {
        Group = "resource.k8s.io", Version = "v1", Kind = "ResourceClaim", Plural = "resourceclaims", Singular = "resourceclaim", Namespaced = true,
        Schema = Schema("ResourceClaim"), Collection = "resource.k8s.io/resourceclaims", Subresources = [Subresource.Status], Columns = ResourceColumns.Claims, Immutable = ["spec"],
        Default = ResourceDefaults.ResourceClaim, DefaultStatus = ResourceDefaults.ClaimStatus, Validate = ClaimValidation.Claim, ValidateStatus = ClaimStatusValidation.Validate, Warnings = ResourceDefaults.Warnings,
    };

    /// <summary>Templates of the claims of pods.</summary>
    public static ResourceKind ResourceClaimTemplates { get; } = new()
    {
        Group = "resource.k8s.io", Version = "v1", Kind = "ResourceClaimTemplate", Plural = "resourceclaimtemplates", Singular = "resourceclaimtemplate", Namespaced = true,
        Schema = Schema("ResourceClaimTemplate"), Collection = "resource.k8s.io/resourceclaimtemplates", Columns = ResourceColumns.Plain, Immutable = ["spec"],
        Default = ResourceDefaults.ResourceClaimTemplate, Validate = ClaimValidation.Template, Warnings = ResourceDefaults.Warnings,
    };

    /// <summary>The devices of a driver in a pool.</summary>
    public static ResourceKind ResourceSlices { get; } = new()
    {
        Group = "resource.k8s.io", Version = "v1", Kind = "ResourceSlice", Plural = "resourceslices", Singular = "resourceslice", Namespaced = false,
        Schema = Schema("ResourceSlice"), Collection = "resource.k8s.io/resourceslices", HasGeneration = true, Columns = ResourceColumns.Slices,
        SelectableFields = KindRows.Fields("spec.driver", "spec.nodeName"), Immutable = ["spec.pool.name", "spec.driver", "spec.nodeName"],
        PrepareCreate = ResourceDefaults.DateTaints, PrepareUpdate = ResourceDefaults.DateTaints, Validate = SliceValidation.Validate,
    };

    /// <summary>Taints of all devices that a rule selects.</summary>
    public static ResourceKind DeviceTaintRules { get; } = new()
    {
        Group = "resource.k8s.io", Version = "v1", Kind = "DeviceTaintRule", Plural = "devicetaintrules", Singular = "devicetaintrule", Namespaced = false,
        Schema = Schema("DeviceTaintRule"), Collection = "resource.k8s.io/devicetaintrules", Subresources = [Subresource.Status], HasGeneration = true, Columns = ResourceColumns.Plain,
        PrepareCreate = ResourceDefaults.DateTaint, PrepareUpdate = ResourceDefaults.DateTaint, Validate = TaintRuleValidation.Validate,
        ValidateStatus = TaintRuleValidation.ValidateStatus, Warnings = ResourceDefaults.TaintWarnings,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [DeviceClasses, DeviceTaintRules, ResourceClaims, ResourceClaimTemplates, ResourceSlices];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.resource.v1." + kind);
}
