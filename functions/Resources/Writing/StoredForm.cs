using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>Writes canonical documents as the store keeps them: without a resourceVersion, and with the place where readers put it.</summary>
internal static class StoredForm
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>How stored documents of a kind begin: with kind, apiVersion and metadata, which always holds a name.</summary>
    public static string Beginning(ResourceKind kind) => $$"""{"kind":"{{kind.Kind}}","apiVersion":"{{kind.StoredApiVersion}}","metadata":{""";

    public static Document Of(JsonObject document, ResourceKind kind, DateTimeOffset now)
    {
        (document["metadata"] as JsonObject)?.Remove("resourceVersion");
        document["apiVersion"] = kind.StoredApiVersion;
        var output = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            document.WriteTo(writer);
        }

        var offset = Encoding.UTF8.GetByteCount(Beginning(kind));
        return new Document(output.WrittenSpan.ToArray(), offset, kind.Lifetime is { } lifetime ? now + lifetime : null);
    }
}
