using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.Tables;

/// <summary>Writes objects as the rows of a table, which is what kubectl prints.</summary>
internal sealed class TableFormat
{
    private readonly IReadOnlyList<PrinterColumn> _columns;
    private readonly Representation _representation;
    private readonly string _included;
    private readonly DateTimeOffset _now;
    private readonly Func<JsonObject, JsonObject?> _condition;

    private TableFormat(IReadOnlyList<PrinterColumn> columns, Func<JsonObject, JsonObject?> condition, Representation representation, string included, DateTimeOffset now)
    {
        _condition = condition;
        _columns = columns;
        _representation = representation;
        _included = included;
        _now = now;
    }

    /// <summary>The values of <c>includeObject</c>.</summary>
    public static IReadOnlyList<string> Inclusions { get; } = ["None", "Metadata", "Object"];

    /// <summary>The format that a request asks for of objects of a kind.</summary>
    public static TableFormat Of(HttpContext http, ResourceKind kind, Representation representation) =>
        Of(http, kind.Columns.Count > 0 ? kind.Columns : DefaultColumns.All, kind.RowCondition, representation);

    /// <summary>The format that a request asks for of documents with these columns.</summary>
    public static TableFormat Of(HttpContext http, IReadOnlyList<PrinterColumn> columns, Representation representation) =>
        Of(http, columns, static _ => null, representation);

    private static TableFormat Of(HttpContext http, IReadOnlyList<PrinterColumn> columns, Func<JsonObject, JsonObject?> condition, Representation representation)
    {
        var included = http.Request.Query["includeObject"].ToString();
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        return new TableFormat(columns, condition, representation, included.Length == 0 ? "Metadata" : included, time.GetUtcNow());
    }

    /// <summary>Writes everything before the rows.</summary>
    public void WriteStart(Utf8JsonWriter writer, long revision, string? @continue, long? remaining, bool columns = true)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "Table");
        writer.WriteString("apiVersion", $"meta.k8s.io/{_representation.MetaVersion}");
        ListAnswer.WriteMetadata(writer, revision, @continue, remaining);
        writer.WriteStartArray("columnDefinitions");
        foreach (var column in columns ? _columns : [])
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("type", column.Type);
            writer.WriteString("format", column.Format);
            writer.WriteString("description", column.Description);
            writer.WriteNumber("priority", column.Priority);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows");
    }

    /// <summary>Writes one object's row.</summary>
    public void WriteRow(Utf8JsonWriter writer, ResourceObject item) => WriteRow(writer, item.Parse());

    /// <summary>Writes one document's row.</summary>
    public void WriteRow(Utf8JsonWriter writer, JsonObject document)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("cells");
        foreach (var column in _columns)
        {
            WriteNode(writer, column.Value(document, _now));
        }

        writer.WriteEndArray();
        if (_condition(document) is { } condition)
        {
            writer.WriteStartArray("conditions");
            condition.WriteTo(writer);
            writer.WriteEndArray();
        }

        WriteIncluded(writer, document);
        writer.WriteEndObject();
    }

    /// <summary>Writes the row of an object of which there is metadata alone, as in a bookmark.</summary>
    public void WriteBareRow(Utf8JsonWriter writer, JsonObject metadata)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("cells");
        foreach (var _ in _columns)
        {
            writer.WriteNullValue();
        }

        writer.WriteEndArray();
        WriteIncluded(writer, new JsonObject { ["metadata"] = metadata.DeepClone() });
        writer.WriteEndObject();
    }

    /// <summary>Writes everything behind the rows.</summary>
    public static void WriteEnd(Utf8JsonWriter writer)
    {
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
    }

    private void WriteIncluded(Utf8JsonWriter writer, JsonObject document)
    {
        if (_included == "None")
        {
            return;
        }

        writer.WritePropertyName("object");
        if (_included == "Object")
        {
            document.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("kind", "PartialObjectMetadata");
        writer.WriteString("apiVersion", $"meta.k8s.io/{_representation.MetaVersion}");
        writer.WritePropertyName("metadata");
        WriteNode(writer, document["metadata"]);
        writer.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter writer, JsonNode? node)
    {
        if (node is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            node.WriteTo(writer);
        }
    }
}
