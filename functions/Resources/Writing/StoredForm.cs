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

    public static Document Of(JsonObject document, ResourceKind kind, DateTimeOffset now)
    {
        (document["metadata"] as JsonObject)?.Remove("resourceVersion");
        var output = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            document.WriteTo(writer);
        }

        // Canonical documents begin with kind, apiVersion and metadata, and metadata always holds a name.
        var offset = Encoding.UTF8.GetByteCount($$"""{"kind":"{{kind.Kind}}","apiVersion":"{{kind.ApiVersion}}","metadata":{""");
        return new Document(output.WrittenSpan.ToArray(), offset, kind.Lifetime is { } lifetime ? now + lifetime : null);
    }
}
