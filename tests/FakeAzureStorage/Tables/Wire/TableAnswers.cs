using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.FakeAzureStorage.Tables.Rows;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Wire;

/// <summary>The answers of the table service, in OData JSON with minimal metadata.</summary>
internal static class TableAnswers
{
    public const string Json = "application/json;odata=minimalmetadata;streaming=true;charset=utf-8";

    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static StorageAnswer Error(StorageError error, string requestId, DateTimeOffset now, int? index = null) =>
        OfJson(error.Status, ErrorJson(error, requestId, now, index));

    public static byte[] ErrorJson(StorageError error, string requestId, DateTimeOffset now, int? index) => Bytes(writer =>
    {
        var prefix = index is { } at ? at.ToString(CultureInfo.InvariantCulture) + ":" : "";
        writer.WriteStartObject();
        writer.WriteStartObject("odata.error");
        writer.WriteString("code", error.Code);
        writer.WriteStartObject("message");
        writer.WriteString("lang", "en-US");
        writer.WriteString("value", $"{prefix}{error.Message}\nRequestId:{requestId}\nTime:{now.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffffZ}");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    public static StorageAnswer Table(int status, string name, Uri endpoint) => OfJson(status, Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("odata.metadata", $"{endpoint}$metadata#Tables/@Element");
        writer.WriteString("TableName", name);
        writer.WriteEndObject();
    }));

    public static StorageAnswer Tables(IEnumerable<string> names, Uri endpoint) => OfJson(200, Bytes(writer =>
    {
        StartPage(writer, $"{endpoint}$metadata#Tables");
        foreach (var name in names)
        {
            writer.WriteStartObject();
            writer.WriteString("TableName", name);
            writer.WriteEndObject();
        }

        EndPage(writer);
    }));

    public static StorageAnswer Entity(int status, Entity entity, string table, IReadOnlySet<string>? select, Uri endpoint) =>
        OfJson(status, Bytes(writer => EntityWriter.Write(writer, entity, select, $"{endpoint}$metadata#{table}/@Element"))).With("ETag", entity.ETag);

    public static StorageAnswer Entities(IEnumerable<Entity> entities, string table, IReadOnlySet<string>? select, Uri endpoint) => OfJson(200, Bytes(writer =>
    {
        StartPage(writer, $"{endpoint}$metadata#{table}");
        foreach (var entity in entities)
        {
            EntityWriter.Write(writer, entity, select);
        }

        EndPage(writer);
    }));

    public static StorageAnswer Empty(int status) => new(status);

    /// <summary>A transaction's answer: one change set that holds the part of each change, or of the first that failed.</summary>
    public static StorageAnswer Batch(IEnumerable<byte[]> parts, string requestId, bool failed = false)
    {
        var batch = "batchresponse_" + requestId;
        var set = "changesetresponse_" + requestId;
        var body = new ArrayBufferWriter<byte>();
        Append($"--{batch}\r\nContent-Type: multipart/mixed; boundary={set}\r\n\r\n");
        foreach (var part in parts)
        {
            Append($"--{set}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            body.Write(part);
            Append("\r\n");
        }

        Append($"--{set}--\r\n--{batch}--\r\n");
        return new StorageAnswer(202)
        {
            Body = body.WrittenMemory,
            FailedWithin = failed,
            Headers = [new("Content-Type", $"multipart/mixed; boundary={batch}"), new("Cache-Control", "no-cache"), new("X-Content-Type-Options", "nosniff")],
        };

        void Append(string text) => body.Write(Encoding.UTF8.GetBytes(text));
    }

    public static byte[] Part(string etag) => Encoding.UTF8.GetBytes(
        $"HTTP/1.1 204 No Content\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-cache\r\nDataServiceVersion: 1.0;\r\nETag: {etag}\r\n\r\n");

    public static byte[] DeletedPart { get; } =
        "HTTP/1.1 204 No Content\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-cache\r\nDataServiceVersion: 1.0;\r\n\r\n"u8.ToArray();

    public static byte[] FailedPart(StorageError error, int index, string requestId, DateTimeOffset now) =>
    [
        .. Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {error.Status} {Reasons.Of(error.Status)}\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-cache\r\nDataServiceVersion: 3.0;\r\nContent-Type: {Json}\r\n\r\n"),
        .. ErrorJson(error, requestId, now, index),
    ];

    private static StorageAnswer OfJson(int status, byte[] body) => new(status)
    {
        Body = body,
        Headers = [new("Content-Type", Json), new("Cache-Control", "no-cache"), new("X-Content-Type-Options", "nosniff")],
    };

    private static void StartPage(Utf8JsonWriter writer, string metadata)
    {
        writer.WriteStartObject();
        writer.WriteString("odata.metadata", metadata);
        writer.WriteStartArray("value");
    }

    private static void EndPage(Utf8JsonWriter writer)
    {
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Written))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
