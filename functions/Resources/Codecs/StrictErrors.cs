using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>What strict decoding objects to in a document that is decoded already.</summary>
public static class StrictErrors
{
    /// <summary>Most objections that are reported of one body.</summary>
    private const int ReportedMax = 100;

    /// <summary>The unknown fields, in Kubernetes' wording.</summary>
    /// <param name="document">The document.</param>
    /// <param name="schema">Its type.</param>
    /// <param name="isCanonical">Whether the document's member of a name is known to be canonical; null for none.</param>
    public static IReadOnlyList<string> Of(JsonObject document, TypeSchema schema, Func<string, bool>? isCanonical = null)
    {
        var errors = new List<string>();
        UnknownFields.Find(document, schema, errors, isCanonical);
        return errors;
    }

    internal static void AddUnknown(List<string> errors, FieldPath at) => Add(errors, "unknown", at);

    internal static void AddDuplicate(List<string> errors, FieldPath at) => Add(errors, "duplicate", at);

    private static void Add(List<string> errors, string what, FieldPath at)
    {
        if (errors.Count < ReportedMax)
        {
            errors.Add($"{what} field \"{at}\"");
        }
    }
}
