using CloudOrchestrator.Resources.Admission;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Core.Limits;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Core.Storage;
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
        Schema = Schema("Namespace"), Collection = "namespaces", DeletesCollections = false, Subresources = [Subresource.Status, Subresource.Finalize], MetadataKeptByStatus = [],
        SelectableFields = KindRows.Fields("status.phase"), Columns = NamespaceColumns.All, NameFaults = NameRules.LabelFaults,
        Default = NamespaceDefaults.Apply, DefaultStatus = NamespaceDefaults.Status, ValidateStatus = NamespaceValidation.ValidateStatus, PrepareCreate = NamespaceDefaults.PrepareCreate,
        WhyKept = static name => name is "default" or "kube-system" or "kube-public" ? "this namespace may not be deleted" : null,
    };

    /// <summary>Nodes.</summary>
    public static ResourceKind Nodes { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Node", Plural = "nodes", Singular = "node", ShortNames = ["no"], Namespaced = false,
        Schema = Schema("Node"), Collection = "nodes", Subresources = [Subresource.Status], MetadataKeptByStatus = [],
        SelectableFields = KindRows.Fields("spec.unschedulable"), KeepsStatusOnCreate = true, Columns = NodeColumns.All, Default = NodeDefaults.Apply, DefaultStatus = NodeDefaults.Status, Admit = NodeAdmission.Admit,
        PrepareCreate = NodeDefaults.PrepareCreate, PrepareUpdate = NodeDefaults.PrepareUpdate, PrepareStatus = NodeDefaults.PrepareStatus, Validate = NodeValidation.Validate, ValidateStatus = NodeValidation.Status, Warnings = NodeWarnings.Of,
    };

    /// <summary>Pods.</summary>
    public static ResourceKind Pods { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Pod", Plural = "pods", Singular = "pod", ShortNames = ["po"], Categories = ["all"], Namespaced = true,
        Schema = Schema("Pod"), Collection = "pods", Subresources = [Subresource.Status, Subresource.Binding, Subresource.Log, Subresource.EphemeralContainers, Subresource.Resize], MetadataKeptByStatus = ["ownerReferences"], HasGeneration = true, Parts = PodParts.All,
        SelectableFields = KindRows.Fields("spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName"),
        Columns = PodColumns.All, RowCondition = PodColumns.Condition, Default = PodDefaults.Apply, PrepareCreate = PodDefaults.PrepareCreate, PrepareUpdate = PodDefaults.PrepareUpdate, PrepareStatus = PodStatusDefaults.Prepare, Validate = PodValidation.Validate, ValidateStatus = PodStatusValidation.Validate, Warnings = PodWarnings.Pod,
    };

    /// <summary>Services.</summary>
    public static ResourceKind Services { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Service", Plural = "services", Singular = "service", ShortNames = ["svc"], Categories = ["all"], Namespaced = true,
        Schema = Schema("Service"), Collection = "services", CreateOnUpdate = true, Subresources = [Subresource.Status], MetadataKeptByStatus = [],
        SelectableFields = KindRows.Fields("spec.clusterIP", "spec.type"), Columns = ServiceColumns.All, NameFaults = NameRules.ServiceFaults,
        Default = ServiceDefaults.Apply, DefaultStatus = ServiceDefaults.Status, PrepareUpdate = ServiceDefaults.PrepareUpdate, Validate = ServiceValidation.Validate,
        ValidateStatus = ServiceStatusValidation.Validate, Warnings = ServiceWarnings.Of,
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
        Default = SecretDefaults.Apply, Validate = SecretValidation.Validate,
    };

    /// <summary>Service accounts.</summary>
    public static ResourceKind ServiceAccounts { get; } = new()
    {
        Group = "", Version = "v1", Kind = "ServiceAccount", Plural = "serviceaccounts", Singular = "serviceaccount", ShortNames = ["sa"], Namespaced = true,
        Schema = Schema("ServiceAccount"), Collection = "serviceaccounts", Columns = ConfigColumns.ServiceAccounts, Warnings = ServiceAccountWarnings.Of,
    };

    /// <summary>Events. They live for an hour.</summary>
    public static ResourceKind Events { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Event", Plural = "events", Singular = "event", ShortNames = ["ev"], Namespaced = true,
        Schema = Schema("Event"), Collection = "events", CreateOnUpdate = true, Lifetime = TimeSpan.FromHours(1), Columns = EventColumns.All, Validate = EventValidation.Validate,
        SelectableFields = KindRows.Fields("involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "type").Append(new("source", "source.component")).ToDictionary(),
    };

    /// <summary>Persistent volumes.</summary>
    public static ResourceKind PersistentVolumes { get; } = new()
    {
        Group = "", Version = "v1", Kind = "PersistentVolume", Plural = "persistentvolumes", Singular = "persistentvolume", ShortNames = ["pv"], Namespaced = false,
        Schema = Schema("PersistentVolume"), Collection = "persistentvolumes", Subresources = [Subresource.Status], MetadataKeptByStatus = [], Columns = StorageColumns.PersistentVolumes,
        Default = PersistentVolumeDefaults.Apply, DefaultStatus = PersistentVolumeDefaults.Status, Admit = InUseProtection.AdmitVolume, PrepareCreate = PersistentVolumeDefaults.PrepareCreate, PrepareStatus = PersistentVolumeDefaults.PrepareStatus, Validate = PersistentVolumeValidation.Validate,
        Warnings = StorageWarnings.PersistentVolume,
    };

    /// <summary>Claims to persistent volumes.</summary>
    public static ResourceKind PersistentVolumeClaims { get; } = new()
    {
        Group = "", Version = "v1", Kind = "PersistentVolumeClaim", Plural = "persistentvolumeclaims", Singular = "persistentvolumeclaim", ShortNames = ["pvc"], Namespaced = true,
        Schema = Schema("PersistentVolumeClaim"), Collection = "persistentvolumeclaims", Subresources = [Subresource.Status], MetadataKeptByStatus = [], Columns = StorageColumns.PersistentVolumeClaims,
        Default = ClaimDefaults.Apply, DefaultStatus = ClaimDefaults.Status, ValidateStatus = ClaimValidation.ValidateStatus, Admit = InUseProtection.AdmitClaim, PrepareCreate = ClaimDefaults.PrepareCreate, PrepareUpdate = ClaimDefaults.PrepareUpdate, Validate = ClaimValidation.Validate,
        Warnings = StorageWarnings.PersistentVolumeClaim,
    };

    /// <summary>Endpoints: the addresses of a service, in their older form.</summary>
    public static ResourceKind Endpoints { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Endpoints", Plural = "endpoints", Singular = "endpoints", ShortNames = ["ep"], Namespaced = true,
        Schema = Schema("Endpoints"), Collection = "endpoints", CreateOnUpdate = true, Columns = EndpointsColumns.All,
        Default = EndpointsDefaults.Apply, Validate = EndpointsValidation.Validate, Warnings = EndpointsWarnings.Of, Deprecation = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
    };

    /// <summary>Limit ranges.</summary>
    public static ResourceKind LimitRanges { get; } = new()
    {
        Group = "", Version = "v1", Kind = "LimitRange", Plural = "limitranges", Singular = "limitrange", ShortNames = ["limits"], Namespaced = true,
        Schema = Schema("LimitRange"), Collection = "limitranges", CreateOnUpdate = true, Columns = LimitColumns.LimitRanges,
        Default = LimitRangeDefaults.Apply, PrepareCreate = LimitRangeDefaults.PrepareCreate, Validate = LimitRangeValidation.Validate, Warnings = LimitRangeDefaults.Warnings,
    };

    /// <summary>Resource quotas.</summary>
    public static ResourceKind ResourceQuotas { get; } = new()
    {
        Group = "", Version = "v1", Kind = "ResourceQuota", Plural = "resourcequotas", Singular = "resourcequota", ShortNames = ["quota"], Namespaced = true,
        Schema = Schema("ResourceQuota"), Collection = "resourcequotas", Subresources = [Subresource.Status], MetadataKeptByStatus = [], Columns = LimitColumns.ResourceQuotas,
        Validate = ResourceQuotaValidation.Validate, ValidateStatus = ResourceQuotaValidation.ValidateStatus, Warnings = LimitRangeDefaults.QuotaWarnings,
    };

    /// <summary>Pod templates.</summary>
    public static ResourceKind PodTemplates { get; } = new()
    {
        Group = "", Version = "v1", Kind = "PodTemplate", Plural = "podtemplates", Singular = "podtemplate", Namespaced = true,
        Schema = Schema("PodTemplate"), Collection = "podtemplates", HasGeneration = true, Columns = ReplicationControllerColumns.PodTemplates,
        Default = ReplicationControllerDefaults.PodTemplate, Validate = ReplicationControllerValidation.PodTemplate,
        Warnings = PodWarnings.PodTemplate,
    };

    /// <summary>Replication controllers.</summary>
    public static ResourceKind ReplicationControllers { get; } = new()
    {
        Group = "", Version = "v1", Kind = "ReplicationController", Plural = "replicationcontrollers", Singular = "replicationcontroller", ShortNames = ["rc"], Categories = ["all"], Namespaced = true,
        Schema = Schema("ReplicationController"), Collection = "replicationcontrollers", OrphansByDefault = true, Subresources = [Subresource.Status, Subresource.Scale], MetadataKeptByStatus = [], HasGeneration = true,
        SelectableFields = KindRows.Fields("status.replicas"), Columns = ReplicationControllerColumns.All,
        Default = ReplicationControllerDefaults.Apply, Validate = ReplicationControllerValidation.Validate, ValidateStatus = CountValidation.ReplicaSet, Warnings = WorkloadWarnings.Named,
    };

    /// <summary>How the parts of the control plane are. Nothing of them is kept: they are looked at when they are asked for.</summary>
    public static ResourceKind ComponentStatuses { get; } = new()
    {
        Group = "", Version = "v1", Kind = "ComponentStatus", Plural = "componentstatuses", Singular = "componentstatus", ShortNames = ["cs"], Namespaced = false,
        Schema = Schema("ComponentStatus"), Collection = "", IsReported = true, Columns = ComponentStatusColumns.All, Deprecation = "v1 ComponentStatus is deprecated in v1.19+",
    };

    /// <summary>Pods given to nodes, in the older place beside the pods, where the body alone says which pod.</summary>
    public static ResourceKind Bindings { get; } = new()
    {
        Group = "", Version = "v1", Kind = "Binding", Plural = "bindings", Singular = "binding", Namespaced = true,
        Schema = Schema("Binding"), Collection = "", StandsFor = (Pods, Subresource.Binding),
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        ConfigMaps, Endpoints, Events, LimitRanges, Namespaces, Nodes, PersistentVolumeClaims, PersistentVolumes, Pods, PodTemplates, ReplicationControllers, ResourceQuotas, Secrets,
        ServiceAccounts, Services,
    ];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.core.v1." + kind);
}
