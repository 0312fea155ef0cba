using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Autoscaling;
using CloudOrchestrator.Resources.Kinds.Batch;
using CloudOrchestrator.Resources.Kinds.Coordination;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Kinds.Events;
using CloudOrchestrator.Resources.Kinds.Policy;

namespace CloudOrchestrator.Resources.Kinds;

/// <summary>The built-in kinds. Each group has a folder: its table of kinds, and what their rows name.</summary>
public static class BuiltInKinds
{
    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        .. CoreKinds.All,
        .. AppsKinds.All,
        .. EventsKinds.All,
        .. AutoscalingKinds.All,
        .. BatchKinds.All,
        .. PolicyKinds.All,
        .. CoordinationKinds.All,
    ];
}
