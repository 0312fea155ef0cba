using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>What readers see of a stored custom resource: what its definition drops and sets by now, in the version asked for.</summary>
internal static class ShownForm
{
    /// <summary>The document, which is the stored one itself where nothing differs.</summary>
    public static Document Of(ResourceKind kind, Document stored)
    {
        var document = (JsonObject)JsonDocuments.Parse(stored.Bytes.Span)!;
        var schema = kind.Definition!.Schema;
        var shown = CanonicalForm.Of(document, schema, []);
        Defaulting.Apply(shown, kind.Definition.Storage);
        shown["apiVersion"] = kind.ApiVersion;
        if (JsonNode.DeepEquals(shown, document))
        {
            return stored;
        }

        shown = CanonicalForm.Of(shown, schema, []);
        var offset = Encoding.UTF8.GetByteCount($$"""{"kind":"{{shown.Text("kind")}}","apiVersion":"{{kind.ApiVersion}}","metadata":{""");
        return new Document(Encoding.UTF8.GetBytes(shown.ToJsonString(ValueValidation.Relaxed)), offset, stored.ExpiresAt);
    }
}
