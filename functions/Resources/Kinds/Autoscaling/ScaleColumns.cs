using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Autoscaling;

/// <summary>The columns of a table of Scales.</summary>
public static class ScaleColumns
{
    private const string DesiredText = "replicas is the desired number of instances for the scaled object.";
    private const string AvailableText = "replicas is the actual number of observed instances of the scaled object.";

    private static readonly IReadOnlyList<PrinterColumn> OfWorkloads =
    [
        Cells.Name,
        Cells.Number("Desired", DesiredText, static scale => scale.Integer("spec", "replicas") ?? 0),
        Cells.Number("Available", AvailableText, static scale => scale.Integer("status", "replicas") ?? 0),
        Cells.Age,
    ];

    /// <summary>Those of custom resources are read from the document as it is sent, from which no replicas wanted are left out.</summary>
    private static readonly IReadOnlyList<PrinterColumn> OfCustomResources =
    [
        Cells.Name,
        new("Desired", "integer", "", DesiredText, 0, static (scale, _) => scale.At("spec", "replicas")?.DeepClone()),
        new("Available", "integer", "", AvailableText, 0, static (scale, _) => scale.At("status", "replicas")?.DeepClone()),
        new("Age", "date", "", Cells.Age.Description, 0, Cells.Age.Value),
    ];

    /// <summary>The columns of the Scales of a kind.</summary>
    public static IReadOnlyList<PrinterColumn> Of(ResourceKind kind) => kind.Definition is null ? OfWorkloads : OfCustomResources;
}
