using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using k8s;

namespace CloudOrchestrator.Resources;

/// <summary>Turns texts and typed models into documents.</summary>
public static class JsonDocuments
{
    /// <summary>Deepest nesting of anything that is read again: deeper than a body may be, with a list or an event around it.</summary>
    public const int DepthMax = 512;

    /// <summary>For reading what was stored or is about to be sent.</summary>
    public static JsonDocumentOptions Options { get; } = new() { MaxDepth = DepthMax };

    /// <summary>What was stored or is about to be sent.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8) => JsonNode.Parse(utf8, documentOptions: Options);

    /// <summary>What a client wrote into a text, such as an annotation; null where that is no JSON. Of a member given twice the last counts, as in Go.</summary>
    public static JsonNode? TryParse(string text)
    {
        var outcome = JsonDecoder.Decode(Encoding.UTF8.GetBytes($$"""{"text":{{text}}}"""), null);
        if (outcome is not DecodeOutcome.Decoded { Document: { Count: 1 } document } || document["text"] is not { } value)
        {
            return null;
        }

        document.Remove("text");
        return value;
    }

    /// <summary>The document of a model class of the KubernetesClient package.</summary>
    public static JsonObject From(object model) => (JsonObject)JsonNode.Parse(KubernetesJson.Serialize(model))!;
}
