using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Autoscaling;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>autoscaling</c>, one row each.</summary>
public static class AutoscalingKinds
{
    /// <summary>Horizontal pod autoscalers.</summary>
    public static ResourceKind HorizontalPodAutoscalers { get; } = new()
    {
        Group = "autoscaling", Version = "v2", Kind = "HorizontalPodAutoscaler", Plural = "horizontalpodautoscalers", Singular = "horizontalpodautoscaler", ShortNames = ["hpa"], Categories = ["all"], Namespaced = true,
        Schema = Schema("HorizontalPodAutoscaler"), Collection = "autoscaling/horizontalpodautoscalers", Subresources = [Subresource.Status], Columns = AutoscalerColumns.All,
        Default = AutoscalerDefaults.Apply, Validate = AutoscalerValidation.Validate,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [HorizontalPodAutoscalers];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.autoscaling.v2." + kind);
}
