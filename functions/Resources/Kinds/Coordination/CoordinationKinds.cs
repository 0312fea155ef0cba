using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Coordination;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>coordination.k8s.io</c>, one row each.</summary>
public static class CoordinationKinds
{
    /// <summary>Leases.</summary>
    public static ResourceKind Leases { get; } = new()
    {
        Group = "coordination.k8s.io", Version = "v1", Kind = "Lease", Plural = "leases", Singular = "lease", Namespaced = true,
        Schema = Schema("Lease"), Collection = "coordination.k8s.io/leases", Columns = LeaseColumns.All, Validate = LeaseValidation.Validate, UnconditionalUpdate = false, CreateOnUpdate = true,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [Leases];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.coordination.v1." + kind);
}
