using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>Writes canonical documents as the store keeps them: without a resourceVersion, and with the place where readers put it.</summary>
internal static class StoredForm
{
    /// <summary>How the metadata of a stored document begins.</summary>
    public static ReadOnlySpan<byte> Metadata => "\"metadata\":{"u8;

    /// <summary>How stored documents of a kind begin: with kind, apiVersion and metadata, which always holds a name.</summary>
    public static string Beginning(ResourceKind kind) => $$"""{"kind":"{{kind.Kind}}","apiVersion":"{{kind.StoredApiVersion}}","metadata":{""";

    public static Document Of(JsonObject document, ResourceKind kind, DateTimeOffset now)
    {
        (document["metadata"] as JsonObject)?.Remove("resourceVersion");
        document["apiVersion"] = kind.StoredApiVersion;
        var offset = Encoding.UTF8.GetByteCount(Beginning(kind));
        return new Document(JsonBytes.Of(document, static (writer, document) => document.WriteTo(writer)), offset, kind.Lifetime is { } lifetime ? now + lifetime : null);
    }
}
