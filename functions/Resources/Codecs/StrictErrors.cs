using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>What strict decoding objects to in a document that is decoded already.</summary>
public static class StrictErrors
{
    /// <summary>The unknown fields, in Kubernetes' wording.</summary>
    public static IReadOnlyList<string> Of(JsonObject document, TypeSchema schema)
    {
        var errors = new List<string>();
        UnknownFields.Find(document, schema, errors);
        return errors;
    }
}
