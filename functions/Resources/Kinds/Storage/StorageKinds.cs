using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Storage;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>storage.k8s.io</c>, one row each.</summary>
public static class StorageKinds
{
    /// <summary>Classes of storage.</summary>
    public static ResourceKind StorageClasses { get; } = new()
    {
        Group = "storage.k8s.io", Version = "v1", Kind = "StorageClass", Plural = "storageclasses", Singular = "storageclass", ShortNames = ["sc"], Namespaced = false,
        Schema = Schema("StorageClass"), Collection = "storage.k8s.io/storageclasses", Columns = StorageColumns.StorageClasses, Immutable = ["volumeBindingMode"],
        Default = StorageDefaults.StorageClass, Validate = StorageClassValidation.StorageClass, Warnings = StorageClassWarnings.StorageClass,
    };

    /// <summary>Attachments of volumes to nodes.</summary>
    public static ResourceKind VolumeAttachments { get; } = new()
    {
        Group = "storage.k8s.io", Version = "v1", Kind = "VolumeAttachment", Plural = "volumeattachments", Singular = "volumeattachment", Namespaced = false,
        Schema = Schema("VolumeAttachment"), Collection = "storage.k8s.io/volumeattachments", Subresources = [Subresource.Status], Columns = StorageColumns.VolumeAttachments,
        UnconditionalUpdate = false, Immutable = ["spec"], Validate = AttachmentValidation.Validate, ValidateStatus = AttachmentValidation.ValidateStatus,
    };

    /// <summary>Drivers of storage.</summary>
    public static ResourceKind CsiDrivers { get; } = new()
    {
        Group = "storage.k8s.io", Version = "v1", Kind = "CSIDriver", Plural = "csidrivers", Singular = "csidriver", Namespaced = false,
        Schema = Schema("CSIDriver"), Collection = "storage.k8s.io/csidrivers", Columns = StorageColumns.CsiDrivers, NameFaults = SegmentNames.Faults, HasGeneration = true,
        UnconditionalUpdate = false, Immutable = ["spec.volumeLifecycleModes"], Default = StorageDefaults.CsiDriver, Validate = CsiDriverValidation.Validate,
    };

    /// <summary>The drivers of storage on each node.</summary>
    public static ResourceKind CsiNodes { get; } = new()
    {
        Group = "storage.k8s.io", Version = "v1", Kind = "CSINode", Plural = "csinodes", Singular = "csinode", Namespaced = false,
        Schema = Schema("CSINode"), Collection = "storage.k8s.io/csinodes", Columns = StorageColumns.CsiNodes, UnconditionalUpdate = false,
        Validate = CsiNodeValidation.Validate,
    };

    /// <summary>How much storage of a class there is where.</summary>
    public static ResourceKind CsiStorageCapacities { get; } = new()
    {
        Group = "storage.k8s.io", Version = "v1", Kind = "CSIStorageCapacity", Plural = "csistoragecapacities", Singular = "csistoragecapacity", Namespaced = true,
        Schema = Schema("CSIStorageCapacity"), Collection = "storage.k8s.io/csistoragecapacities", Columns = StorageColumns.CsiStorageCapacities, UnconditionalUpdate = false,
        Immutable = ["nodeTopology", "storageClassName"], Validate = CapacityValidation.Validate, Warnings = StorageClassWarnings.Capacity,
    };

    /// <summary>Classes of attributes that volumes may change to.</summary>
    public static ResourceKind VolumeAttributesClasses { get; } = new()
    {
        Group = "storage.k8s.io", Version = "v1", Kind = "VolumeAttributesClass", Plural = "volumeattributesclasses", Singular = "volumeattributesclass", ShortNames = ["vac"], Namespaced = false,
        Schema = Schema("VolumeAttributesClass"), Collection = "storage.k8s.io/volumeattributesclasses", Columns = StorageColumns.VolumeAttributesClasses,
        Validate = StorageClassValidation.VolumeAttributesClass,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [CsiDrivers, CsiNodes, CsiStorageCapacities, StorageClasses, VolumeAttachments, VolumeAttributesClasses];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.storage.v1." + kind);
}
