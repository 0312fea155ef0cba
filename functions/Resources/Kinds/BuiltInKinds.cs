using CloudOrchestrator.Resources.Kinds.Columns;
using CloudOrchestrator.Resources.Kinds.Defaults;
using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds;

#pragma warning disable format // rows of a table
/// <summary>The built-in kinds, one row each.</summary>
public static class BuiltInKinds
{
    private const string Core = "k8s.io.api.core.v1.";
    private const string Apps = "k8s.io.api.apps.v1.";

    /// <summary>Namespaces.</summary>
    public static ResourceKind Namespaces { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Namespace", Plural = "namespaces", Singular = "namespace", ShortNames = ["ns"], Namespaced = false,
        Schema = Type(Core + "Namespace"), Collection = "namespaces", Subresources = [Subresource.Status, Subresource.Finalize],
        SelectableFields = Fields("status.phase"), Columns = NamespaceColumns.All, NameFaults = NameRules.LabelFaults,
        Default = NamespaceDefaults.Apply, PrepareCreate = NamespaceDefaults.PrepareCreate,
    };

    /// <summary>Nodes.</summary>
    public static ResourceKind Nodes { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Node", Plural = "nodes", Singular = "node", ShortNames = ["no"], Namespaced = false,
        Schema = Type(Core + "Node"), Collection = "nodes", Subresources = [Subresource.Status],
        SelectableFields = Fields("spec.unschedulable"), Columns = NodeColumns.All, Default = NodeDefaults.Apply, Validate = NodeValidation.Validate,
    };

    /// <summary>Pods.</summary>
    public static ResourceKind Pods { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Pod", Plural = "pods", Singular = "pod", ShortNames = ["po"], Categories = ["all"], Namespaced = true,
        Schema = Type(Core + "Pod"), Collection = "pods", Subresources = [Subresource.Status, Subresource.Binding, Subresource.Log], HasGeneration = true,
        SelectableFields = Fields("spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName"),
        Columns = PodColumns.All, Default = PodDefaults.Apply, PrepareCreate = PodDefaults.PrepareCreate, Validate = PodValidation.Validate,
    };

    /// <summary>Services.</summary>
    public static ResourceKind Services { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Service", Plural = "services", Singular = "service", ShortNames = ["svc"], Categories = ["all"], Namespaced = true,
        Schema = Type(Core + "Service"), Collection = "services", Subresources = [Subresource.Status],
        SelectableFields = Fields("spec.clusterIP", "spec.type"), Columns = ServiceColumns.All, NameFaults = NameRules.ServiceFaults,
        Default = ServiceDefaults.Apply, PrepareCreate = ServiceDefaults.PrepareCreate, PrepareUpdate = ServiceDefaults.PrepareUpdate, Validate = ServiceValidation.Validate,
    };

    /// <summary>ConfigMaps.</summary>
    public static ResourceKind ConfigMaps { get; } = new()
    {
        Group = "", Version = "v1", Kind = "ConfigMap", Plural = "configmaps", Singular = "configmap", ShortNames = ["cm"], Namespaced = true,
        Schema = Type(Core + "ConfigMap"), Collection = "configmaps", Columns = ConfigColumns.ConfigMaps, Validate = ConfigValidation.ConfigMap,
    };

    /// <summary>Secrets.</summary>
    public static ResourceKind Secrets { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Secret", Plural = "secrets", Singular = "secret", Namespaced = true,
        Schema = Type(Core + "Secret"), Collection = "secrets", SelectableFields = Fields("type"), Columns = ConfigColumns.Secrets,
        Default = SecretDefaults.Apply, Validate = ConfigValidation.Secret,
    };

    /// <summary>Service accounts.</summary>
    public static ResourceKind ServiceAccounts { get; } = new()
    {
        Group = "", Version = "v1", Kind = "ServiceAccount", Plural = "serviceaccounts", Singular = "serviceaccount", ShortNames = ["sa"], Namespaced = true,
        Schema = Type(Core + "ServiceAccount"), Collection = "serviceaccounts", Columns = ConfigColumns.ServiceAccounts,
    };

    /// <summary>Events. They live for an hour.</summary>
    public static ResourceKind Events { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Event", Plural = "events", Singular = "event", ShortNames = ["ev"], Namespaced = true,
        Schema = Type(Core + "Event"), Collection = "events", Lifetime = TimeSpan.FromHours(1), Columns = EventColumns.All, Validate = EventValidation.Validate,
        SelectableFields = Fields("involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "type").Append(new("source", "source.component")).ToDictionary(),
    };

    /// <summary>Leases.</summary>
    public static ResourceKind Leases { get; } = new()
    {
        Group = "coordination.k8s.io", Version = "v1", Kind = "Lease", Plural = "leases", Singular = "lease", Namespaced = true,
        Schema = Type("k8s.io.api.coordination.v1.Lease"), Collection = "coordination.k8s.io/leases", Columns = ConfigColumns.Leases, Validate = LeaseValidation.Validate, UnconditionalUpdate = false, CreateOnUpdate = true,
    };

    /// <summary>ReplicaSets.</summary>
    public static ResourceKind ReplicaSets { get; } = new()
    {
        Group = "apps", Version = "v1", Kind = "ReplicaSet", Plural = "replicasets", Singular = "replicaset", ShortNames = ["rs"], Categories = ["all"], Namespaced = true,
        Schema = Type(Apps + "ReplicaSet"), Collection = "apps/replicasets", Subresources = [Subresource.Status, Subresource.Scale], HasGeneration = true,
        SelectableFields = Fields("status.replicas"), Columns = WorkloadColumns.ReplicaSets,
        Default = WorkloadDefaults.ReplicaSet, PrepareCreate = WorkloadDefaults.ResetStatus, Validate = WorkloadValidation.ReplicaSet,
    };

    /// <summary>Deployments.</summary>
    public static ResourceKind Deployments { get; } = new()
    {
        Group = "apps", Version = "v1", Kind = "Deployment", Plural = "deployments", Singular = "deployment", ShortNames = ["deploy"], Categories = ["all"], Namespaced = true,
        Schema = Type(Apps + "Deployment"), Collection = "apps/deployments", Subresources = [Subresource.Status, Subresource.Scale], HasGeneration = true,
        Columns = WorkloadColumns.Deployments,
        Default = WorkloadDefaults.Deployment, PrepareCreate = WorkloadDefaults.ResetStatus, Validate = WorkloadValidation.Deployment,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } =
        [ConfigMaps, Events, Namespaces, Nodes, Pods, Secrets, ServiceAccounts, Services, Deployments, ReplicaSets, Leases];

    private static TypeSchema Type(string name) => SchemaTable.BuiltIn.Get(name);

    private static Dictionary<string, string> Fields(params string[] paths) => paths.ToDictionary(path => path);
}
