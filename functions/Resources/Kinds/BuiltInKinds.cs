using CloudOrchestrator.Resources.Kinds.Admission;
using CloudOrchestrator.Resources.Kinds.Apiextensions;
using CloudOrchestrator.Resources.Kinds.ApiRegistration;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Autoscaling;
using CloudOrchestrator.Resources.Kinds.Batch;
using CloudOrchestrator.Resources.Kinds.Certificates;
using CloudOrchestrator.Resources.Kinds.Coordination;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Kinds.Discovery;
using CloudOrchestrator.Resources.Kinds.DynamicResources;
using CloudOrchestrator.Resources.Kinds.Events;
using CloudOrchestrator.Resources.Kinds.FlowControl;
using CloudOrchestrator.Resources.Kinds.Networking;
using CloudOrchestrator.Resources.Kinds.Node;
using CloudOrchestrator.Resources.Kinds.Policy;
using CloudOrchestrator.Resources.Kinds.Rbac;
using CloudOrchestrator.Resources.Kinds.Scheduling;
using CloudOrchestrator.Resources.Kinds.Storage;
using CloudOrchestrator.Resources.Kinds.StorageMigration;

namespace CloudOrchestrator.Resources.Kinds;

/// <summary>The built-in kinds. Each group has a folder: its table of kinds, and what their rows name.</summary>
public static class BuiltInKinds
{
    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        .. CoreKinds.All,
        .. ApiRegistrationKinds.All,
        .. AppsKinds.All,
        .. EventsKinds.All,
        .. AutoscalingKinds.All,
        .. BatchKinds.All,
        .. CertificatesKinds.All,
        .. NetworkingKinds.All,
        .. PolicyKinds.All,
        .. RbacKinds.All,
        .. StorageKinds.All,
        .. AdmissionKinds.All,
        .. ApiextensionsKinds.All,
        .. SchedulingKinds.All,
        .. CoordinationKinds.All,
        .. NodeKinds.All,
        .. DiscoveryKinds.All,
        .. ResourceKinds.All,
        .. FlowControlKinds.All,
        .. StorageMigrationKinds.All,
    ];
}
