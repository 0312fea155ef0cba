using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>Prints objects as tables.</summary>
internal static class TableForm
{
    private static readonly PrinterColumn[] Plain =
    [
        new("Name", "string", "name", "Name must be unique within a namespace.", 0, static (item, _) => item.Text("metadata", "name")),
        new("Created At", "date", "", "When the object was created.", 0, static (item, _) => item.Text("metadata", "creationTimestamp")),
    ];

    /// <summary>A table of objects of one kind.</summary>
    /// <param name="kind">The kind, which has the columns.</param>
    /// <param name="items">The rows.</param>
    /// <param name="metadata">The list's own metadata.</param>
    /// <param name="includeObject">None, Metadata or Object: what each row holds of its object.</param>
    /// <param name="withColumns">Whether to define the columns; a watch does so once.</param>
    /// <param name="now">Now, for ages.</param>
    public static JsonObject Of(ResourceKind kind, IEnumerable<ResourceObject> items, JsonObject metadata, string includeObject, bool withColumns, DateTimeOffset now)
    {
        var columns = kind.Columns.Count > 0 ? kind.Columns : Plain;
        var rows = new JsonArray();
        foreach (var item in items)
        {
            var document = item.Parse();
            var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(column => column.Value(document, now))]) };
            if (includeObject != "None")
            {
                row["object"] = includeObject == "Object" ? document : MetadataForm.Of(document);
            }

            rows.Add(row);
        }

        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = withColumns ? new JsonArray([.. columns.Select(Definition)]) : null,
            ["rows"] = rows,
        };
    }

    private static JsonNode Definition(PrinterColumn column) => new JsonObject
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["format"] = column.Format,
        ["description"] = column.Description,
        ["priority"] = column.Priority,
    };
}
