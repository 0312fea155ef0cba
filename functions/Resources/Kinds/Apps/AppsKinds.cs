using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Apps;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>apps</c>, one row each.</summary>
public static class AppsKinds
{
    /// <summary>Controller revisions: what a StatefulSet or DaemonSet has been.</summary>
    public static ResourceKind ControllerRevisions { get; } = new()
    {
        Group = "apps", Version = "v1", Kind = "ControllerRevision", Plural = "controllerrevisions", Singular = "controllerrevision", Namespaced = true,
        Schema = Schema("ControllerRevision"), Collection = "apps/controllerrevisions", Immutable = ["data"],
        Columns = WorkloadColumns.ControllerRevisions, Validate = RevisionValidation.Validate,
    };

    /// <summary>DaemonSets.</summary>
    public static ResourceKind DaemonSets { get; } = new()
    {
        Group = "apps", Version = "v1", Kind = "DaemonSet", Plural = "daemonsets", Singular = "daemonset", ShortNames = ["ds"], Categories = ["all"], Namespaced = true,
        Schema = Schema("DaemonSet"), Collection = "apps/daemonsets", Subresources = [Subresource.Status], MetadataKeptByStatus = [], HasGeneration = true, Immutable = ["spec.selector"],
        Columns = WorkloadColumns.DaemonSets, Default = WorkloadDefaults.DaemonSet, Validate = DaemonSetValidation.Validate, ValidateStatus = CountValidation.DaemonSet, Warnings = PodWarnings.DaemonSet,
        PrepareCreate = TemplateGeneration.PrepareCreate, PrepareUpdate = TemplateGeneration.PrepareUpdate,
    };

    /// <summary>Deployments.</summary>
    public static ResourceKind Deployments { get; } = new()
    {
        Group = "apps", Version = "v1", Kind = "Deployment", Plural = "deployments", Singular = "deployment", ShortNames = ["deploy"], Categories = ["all"], Namespaced = true,
        Schema = Schema("Deployment"), Collection = "apps/deployments", Subresources = [Subresource.Status, Subresource.Scale], MetadataKeptByStatus = ["labels"], HasGeneration = true, Immutable = ["spec.selector"],
        Columns = WorkloadColumns.Deployments, Default = WorkloadDefaults.Deployment, Validate = WorkloadValidation.Deployment, ValidateStatus = CountValidation.Deployment,
        Warnings = WorkloadWarnings.Named,
    };

    /// <summary>ReplicaSets.</summary>
    public static ResourceKind ReplicaSets { get; } = new()
    {
        Group = "apps", Version = "v1", Kind = "ReplicaSet", Plural = "replicasets", Singular = "replicaset", ShortNames = ["rs"], Categories = ["all"], Namespaced = true,
        Schema = Schema("ReplicaSet"), Collection = "apps/replicasets", Subresources = [Subresource.Status, Subresource.Scale], MetadataKeptByStatus = [], HasGeneration = true, Immutable = ["spec.selector"],
        SelectableFields = KindRows.Fields("status.replicas"), Columns = WorkloadColumns.ReplicaSets,
        Default = WorkloadDefaults.ReplicaSet, Validate = WorkloadValidation.ReplicaSet, ValidateStatus = CountValidation.ReplicaSet, Warnings = WorkloadWarnings.Named,
    };

    /// <summary>StatefulSets.</summary>
    public static ResourceKind StatefulSets { get; } = new()
    {
        Group = "apps", Version = "v1", Kind = "StatefulSet", Plural = "statefulsets", Singular = "statefulset", ShortNames = ["sts"], Categories = ["all"], Namespaced = true,
        Schema = Schema("StatefulSet"), Collection = "apps/statefulsets", Subresources = [Subresource.Status, Subresource.Scale], MetadataKeptByStatus = [], HasGeneration = true,
        Columns = WorkloadColumns.StatefulSets, NameFaults = NameRules.LabelFaults, Default = WorkloadDefaults.StatefulSet, Validate = StatefulSetValidation.Validate, ValidateStatus = CountValidation.StatefulSet,
        Warnings = WorkloadWarnings.StatefulSet,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [ControllerRevisions, DaemonSets, Deployments, ReplicaSets, StatefulSets];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.apps.v1." + kind);
}
