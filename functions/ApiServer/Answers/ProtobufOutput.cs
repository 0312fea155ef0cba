using System.Buffers;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>Writes answers in Kubernetes' protobuf form.</summary>
internal static class ProtobufOutput
{
    private const string Meta = "k8s.io.apimachinery.pkg.apis.meta.v1.";

    /// <summary>Most bytes by which a message is longer than its document: none is but a tiny one, and a buffer of that size is not made twice.</summary>
    private const int Slack = 256;

    /// <summary>The type of metadata alone.</summary>
    public static TypeSchema PartialSchema { get; } = SchemaTable.BuiltIn.Get(Meta + "PartialObjectMetadata");

    /// <summary>The types of the documents that are no objects of a kind; others are called by group and kind.</summary>
    private static readonly Dictionary<(string ApiVersion, string Kind), TypeSchema> Others = new()
    {
        [("v1", "Status")] = SchemaTable.BuiltIn.Get(Meta + "Status"),
        [("", "APIVersions")] = SchemaTable.BuiltIn.Get(Meta + "APIVersions"),
        [("v1", "APIGroupList")] = SchemaTable.BuiltIn.Get(Meta + "APIGroupList"),
        [("v1", "APIGroup")] = SchemaTable.BuiltIn.Get(Meta + "APIGroup"),
        [("v1", "APIResourceList")] = SchemaTable.BuiltIn.Get(Meta + "APIResourceList"),
        [("apidiscovery.k8s.io/v2", "APIGroupDiscoveryList")] = SchemaTable.BuiltIn.Get("k8s.io.api.apidiscovery.v2.APIGroupDiscoveryList"),
        [("apidiscovery.k8s.io/v2beta1", "APIGroupDiscoveryList")] = SchemaTable.BuiltIn.Get("k8s.io.api.apidiscovery.v2beta1.APIGroupDiscoveryList"),
    };

    /// <summary>Writes one object, in the shape asked for.</summary>
    public static void Write(IBufferWriter<byte> output, ResourceObject item, Representation representation)
    {
        var body = new WireWriter();
        var (apiVersion, kind) = representation.Shape == AnswerShape.PartialObject
            ? ($"meta.k8s.io/{representation.MetaVersion}", "PartialObjectMetadata")
            : (item.Kind.ApiVersion, item.Kind.Kind);
        var start = ProtobufEncoder.StartBody(body, apiVersion, kind);
        WriteMessage(body, item, representation, new ArrayBufferWriter<byte>());
        body.End(start);
        output.Write(body.Written.Span);
    }

    /// <summary>Writes the message of one object, without a body around it.</summary>
    /// <param name="message">Where to.</param>
    /// <param name="item">The object.</param>
    /// <param name="representation">Whether the whole object, or its metadata alone.</param>
    /// <param name="json">A buffer for its document; what it holds is lost.</param>
    public static void WriteMessage(WireWriter message, ResourceObject item, Representation representation, ArrayBufferWriter<byte> json)
    {
        json.ResetWrittenCount();
        item.WriteTo(json);

        // Metadata alone is the whole by another type: of an object, it has no more.
        ProtobufEncoder.Encode(json.WrittenSpan, representation.Shape == AnswerShape.PartialObject ? PartialSchema : item.Kind.Schema, message);
    }

    /// <summary>Writes a document that says its apiVersion and kind.</summary>
    public static void Write(IBufferWriter<byte> output, JsonNode document) =>
        Write(output, document, TypeOf(document.Text("apiVersion") ?? "", document.Text("kind") ?? ""));

    /// <summary>Writes a document of a type that says its apiVersion and kind.</summary>
    public static void Write(IBufferWriter<byte> output, JsonNode document, TypeSchema type)
    {
        var (apiVersion, kind) = (document.Text("apiVersion") ?? "", document.Text("kind") ?? "");
        var json = new ArrayBufferWriter<byte>();
        JsonOutput.Write(document, json);
        var body = new WireWriter(json.WrittenCount + Slack);
        var start = ProtobufEncoder.StartBody(body, apiVersion, kind);
        ProtobufEncoder.Encode(json.WrittenSpan, type, body);
        body.End(start);
        output.Write(body.Written.Span);
    }

    /// <summary>A version that is served as another one is, such as a beta of a review, is of the stable type.</summary>
    private static TypeSchema TypeOf(string apiVersion, string kind) =>
        Others.GetValueOrDefault((apiVersion, kind)) ?? SchemaTable.BuiltIn.Get($"k8s.io.api.{apiVersion.Split('/', '.')[0]}.v1.{kind}");
}
