using CloudOrchestrator.Resources.Kinds.Apiextensions;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Coordination;
using CloudOrchestrator.Resources.Kinds.Core;

namespace CloudOrchestrator.Resources.Kinds;

/// <summary>The built-in kinds. Each group has a folder: its table of kinds, and what their rows name.</summary>
public static class BuiltInKinds
{
    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [.. CoreKinds.All, .. AppsKinds.All, .. CoordinationKinds.All, .. ApiextensionsKinds.All];
}
