using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Apiextensions;

/// <summary>The table of custom resource definitions.</summary>
internal static class DefinitionColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
        [Cells.Name, new("Created At", "date", "", "When the definition was created.", 0, static (item, _) => item.Text("metadata", "creationTimestamp"))];
}
