using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.StorageMigration;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>storagemigration.k8s.io</c>, one row each.</summary>
public static class StorageMigrationKinds
{
    /// <summary>Wishes that all objects of a resource be stored anew. What is wished never changes.</summary>
    public static ResourceKind StorageVersionMigrations { get; } = new()
    {
        Group = "storagemigration.k8s.io", Version = "v1", Kind = "StorageVersionMigration", Plural = "storageversionmigrations", Singular = "storageversionmigration", Namespaced = false,
        Schema = SchemaTable.BuiltIn.Get("k8s.io.api.storagemigration.v1.StorageVersionMigration"), Collection = "storagemigration.k8s.io/storageversionmigrations", Subresources = [Subresource.Status],
        UnconditionalUpdate = false, Immutable = ["spec"], Validate = MigrationValidation.Validate, ValidateStatus = MigrationValidation.ValidateStatus,
        Warnings = MigrationDefaults.Warnings,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [StorageVersionMigrations];
}
