using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Apps;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>apps</c>, one row each.</summary>
public static class AppsKinds
{
    /// <summary>Deployments.</summary>
    public static ResourceKind Deployments { get; } = new()
    {
        Group = "apps", Version = "v1", Kind = "Deployment", Plural = "deployments", Singular = "deployment", ShortNames = ["deploy"], Categories = ["all"], Namespaced = true,
        Schema = Schema("Deployment"), Collection = "apps/deployments", Subresources = [Subresource.Status, Subresource.Scale], HasGeneration = true, Immutable = ["spec.selector"],
        Columns = WorkloadColumns.Deployments,
        Default = WorkloadDefaults.Deployment, PrepareCreate = WorkloadDefaults.ResetStatus, Validate = WorkloadValidation.Deployment,
    };

    /// <summary>ReplicaSets.</summary>
    public static ResourceKind ReplicaSets { get; } = new()
    {
        Group = "apps", Version = "v1", Kind = "ReplicaSet", Plural = "replicasets", Singular = "replicaset", ShortNames = ["rs"], Categories = ["all"], Namespaced = true,
        Schema = Schema("ReplicaSet"), Collection = "apps/replicasets", Subresources = [Subresource.Status, Subresource.Scale], HasGeneration = true, Immutable = ["spec.selector"],
        SelectableFields = KindRows.Fields("status.replicas"), Columns = WorkloadColumns.ReplicaSets,
        Default = WorkloadDefaults.ReplicaSet, PrepareCreate = WorkloadDefaults.ResetStatus, Validate = WorkloadValidation.ReplicaSet,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [Deployments, ReplicaSets];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.apps.v1." + kind);
}
