using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Core;

#pragma warning disable format // rows of a table
/// <summary>The kinds of the core group, whose name is empty, one row each.</summary>
public static class CoreKinds
{
    /// <summary>Namespaces.</summary>
    public static ResourceKind Namespaces { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Namespace", Plural = "namespaces", Singular = "namespace", ShortNames = ["ns"], Namespaced = false,
        Schema = Schema("Namespace"), Collection = "namespaces", DeletesCollections = false, Subresources = [Subresource.Status, Subresource.Finalize],
        SelectableFields = KindRows.Fields("status.phase"), Columns = NamespaceColumns.All, NameFaults = NameRules.LabelFaults,
        Default = NamespaceDefaults.Apply, PrepareCreate = NamespaceDefaults.PrepareCreate,
    };

    /// <summary>Nodes.</summary>
    public static ResourceKind Nodes { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Node", Plural = "nodes", Singular = "node", ShortNames = ["no"], Namespaced = false,
        Schema = Schema("Node"), Collection = "nodes", Subresources = [Subresource.Status],
        SelectableFields = KindRows.Fields("spec.unschedulable"), KeepsStatusOnCreate = true, Columns = NodeColumns.All, Default = NodeDefaults.Apply, Validate = NodeValidation.Validate,
    };

    /// <summary>Pods.</summary>
    public static ResourceKind Pods { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Pod", Plural = "pods", Singular = "pod", ShortNames = ["po"], Categories = ["all"], Namespaced = true,
        Schema = Schema("Pod"), Collection = "pods", Subresources = [Subresource.Status, Subresource.Binding, Subresource.Log], HasGeneration = true,
        SelectableFields = KindRows.Fields("spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName"),
        Columns = PodColumns.All, Default = PodDefaults.Apply, PrepareCreate = PodDefaults.PrepareCreate, Validate = PodValidation.Validate,
    };

    /// <summary>Services.</summary>
    public static ResourceKind Services { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Service", Plural = "services", Singular = "service", ShortNames = ["svc"], Categories = ["all"], Namespaced = true,
        Schema = Schema("Service"), Collection = "services", Subresources = [Subresource.Status],
        SelectableFields = KindRows.Fields("spec.clusterIP", "spec.type"), Columns = ServiceColumns.All, NameFaults = NameRules.ServiceFaults,
        Default = ServiceDefaults.Apply, PrepareCreate = ServiceDefaults.PrepareCreate, PrepareUpdate = ServiceDefaults.PrepareUpdate, Validate = ServiceValidation.Validate,
    };

    /// <summary>ConfigMaps.</summary>
    public static ResourceKind ConfigMaps { get; } = new()
    {
        Group = "", Version = "v1", Kind = "ConfigMap", Plural = "configmaps", Singular = "configmap", ShortNames = ["cm"], Namespaced = true,
        Schema = Schema("ConfigMap"), Collection = "configmaps", Columns = ConfigColumns.ConfigMaps, Validate = ConfigValidation.ConfigMap,
    };

    /// <summary>Secrets.</summary>
    public static ResourceKind Secrets { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Secret", Plural = "secrets", Singular = "secret", Namespaced = true,
        Schema = Schema("Secret"), Collection = "secrets", SelectableFields = KindRows.Fields("type"), Columns = ConfigColumns.Secrets,
        Default = SecretDefaults.Apply, Validate = ConfigValidation.Secret,
    };

    /// <summary>Service accounts.</summary>
    public static ResourceKind ServiceAccounts { get; } = new()
    {
        Group = "", Version = "v1", Kind = "ServiceAccount", Plural = "serviceaccounts", Singular = "serviceaccount", ShortNames = ["sa"], Namespaced = true,
        Schema = Schema("ServiceAccount"), Collection = "serviceaccounts", Columns = ConfigColumns.ServiceAccounts,
    };

    /// <summary>Events. They live for an hour.</summary>
    public static ResourceKind Events { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Event", Plural = "events", Singular = "event", ShortNames = ["ev"], Namespaced = true,
        Schema = Schema("Event"), Collection = "events", Lifetime = TimeSpan.FromHours(1), Columns = EventColumns.All, Validate = EventValidation.Validate,
        SelectableFields = KindRows.Fields("involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "type").Append(new("source", "source.component")).ToDictionary(),
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [ConfigMaps, Events, Namespaces, Nodes, Pods, Secrets, ServiceAccounts, Services];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.core.v1." + kind);
}
