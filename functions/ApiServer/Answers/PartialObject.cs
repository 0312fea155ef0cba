using System.Buffers;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>An object's metadata alone.</summary>
internal static class PartialObject
{
    /// <summary>The document of one object.</summary>
    public static JsonObject Of(ResourceObject item, Representation representation) => Of(item.Parse(), representation);

    /// <summary>The document of what is read of one document.</summary>
    public static JsonObject Of(JsonObject document, Representation representation) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = $"meta.k8s.io/{representation.MetaVersion}",
        ["metadata"] = document["metadata"]?.DeepClone() ?? new JsonObject(),
    };

    /// <summary>Writes the document of one object.</summary>
    public static void Write(IBufferWriter<byte> output, ResourceObject item, Representation representation) =>
        JsonOutput.Write(Of(item, representation), output);
}
