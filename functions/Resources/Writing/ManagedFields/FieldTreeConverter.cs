using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>Lets a document hold a set of fields as it is, and writes it with the document: most are written once, and never looked at as JSON.</summary>
internal sealed class FieldTreeConverter : JsonConverter<FieldTree>
{
    private static readonly JsonSerializerOptions Options = new() { MaxDepth = JsonDocuments.DepthMax, TypeInfoResolver = JsonTypeInfoResolver.Combine() };

    private static readonly JsonTypeInfo<FieldTree> Info = JsonMetadataServices.CreateValueInfo<FieldTree>(Options, new FieldTreeConverter());

    /// <summary>A value of a document that is this set.</summary>
    public static JsonValue ValueOf(FieldTree fields) => JsonValue.Create(fields, Info)!;

    public override FieldTree Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => FieldTree.Parse(JsonNode.Parse(ref reader));

    public override void Write(Utf8JsonWriter writer, FieldTree value, JsonSerializerOptions options) => value.WriteTo(writer);
}
