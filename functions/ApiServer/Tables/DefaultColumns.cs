using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.Tables;

/// <summary>The columns of kinds that have none of their own: name and time of creation.</summary>
internal static class DefaultColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        new("Name", "string", "name", "Name of the object, unique within its namespace and kind.", 0, (document, _) => document.Text("metadata", "name")),
        new("Created At", "date", "", "When the object was created.", 0, (document, _) => document.Text("metadata", "creationTimestamp")),
    ];
}
