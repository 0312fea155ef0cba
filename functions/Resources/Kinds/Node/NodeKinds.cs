using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Node;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>node.k8s.io</c>, one row each.</summary>
public static class NodeKinds
{
    /// <summary>Classes of container runtime.</summary>
    public static ResourceKind RuntimeClasses { get; } = new()
    {
        Group = "node.k8s.io", Version = "v1", Kind = "RuntimeClass", Plural = "runtimeclasses", Singular = "runtimeclass", Namespaced = false,
        Schema = SchemaTable.BuiltIn.Get("k8s.io.api.node.v1.RuntimeClass"), Collection = "node.k8s.io/runtimeclasses", Columns = RuntimeClassColumns.All, UnconditionalUpdate = false, CreateOnUpdate = true,
        Immutable = ["handler"], Validate = RuntimeClassValidation.Validate, Warnings = RuntimeClassWarnings.Of,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [RuntimeClasses];
}
