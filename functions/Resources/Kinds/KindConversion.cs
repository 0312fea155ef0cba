using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds;

/// <summary>How documents of a kind become those of the one that its collection stores, and back. Pure, and the way there and back changes nothing.</summary>
/// <param name="Stored">The kind that is stored.</param>
/// <param name="ToStored">A document of the kind, canonical, as a document of the stored kind.</param>
/// <param name="FromStored">A document of the stored kind as one of the kind.</param>
/// <param name="FieldOf">What a field of the stored kind is called in faults of the kind.</param>
/// <param name="Validate">What the kind demands beyond the stored one; takes documents of the stored kind, the old one null on create.</param>
public sealed record KindConversion(
    ResourceKind Stored,
    Func<JsonObject, JsonObject> ToStored,
    Func<JsonObject, JsonObject> FromStored,
    Func<string, string> FieldOf,
    Func<JsonObject, JsonObject?, IEnumerable<FieldError>> Validate);
