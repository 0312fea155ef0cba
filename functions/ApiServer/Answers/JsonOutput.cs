using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>Writes JSON as Kubernetes' clients expect it.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonWriterOptions Pretty = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, Indented = true };

    /// <summary>How values are written into messages.</summary>
    public static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = JsonDocuments.DepthMax };

    /// <summary>A writer of compact JSON. Its text is for programs and never set into a web page, so that no character but those of JSON is escaped.</summary>
    public static Utf8JsonWriter Writer(IBufferWriter<byte> output) => new(output, Compact);

    /// <summary>Writes one document.</summary>
    public static void Write(JsonNode document, IBufferWriter<byte> output, bool pretty = false)
    {
        using var writer = new Utf8JsonWriter(output, pretty ? Pretty : Compact);
        document.WriteTo(writer);
        writer.Flush();
        if (pretty)
        {
            output.Write("\n"u8);
        }
    }
}
