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
        Schema = Schema("HorizontalPodAutoscaler"), Collection = "autoscaling/horizontalpodautoscalers", Subresources = [Subresource.Status], MetadataKeptByStatus = [], Columns = AutoscalerColumns.All,
        Default = AutoscalerDefaults.Apply, Validate = AutoscalerValidation.Validate, ValidateStatus = AutoscalerValidation.ValidateStatus,
    };

    /// <summary>Horizontal pod autoscalers as v1 has them, stored as v2's.</summary>
    public static ResourceKind HorizontalPodAutoscalersV1 { get; } = HorizontalPodAutoscalers with
    {
        Version = "v1", Schema = SchemaTable.BuiltIn.Get("k8s.io.api.autoscaling.v1.HorizontalPodAutoscaler"), Default = static _ => { }, Validate = static (_, _) => [], ValidateStatus = static (_, _, _) => [],
        Conversion = new KindConversion(HorizontalPodAutoscalers, AutoscalerConversion.ToStored, AutoscalerConversion.FromStored, AutoscalerConversion.FieldOf, AutoscalerConversion.Validate),
        Columns = [.. AutoscalerColumns.All.Select(column => column with { Value = (item, now) => column.Value(AutoscalerConversion.ToStored(item), now) })],
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [HorizontalPodAutoscalers, HorizontalPodAutoscalersV1];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.autoscaling.v2." + kind);
}
