using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds;

/// <summary>What a subresource that writes a part of the object may change.</summary>
/// <param name="Apply">Takes the part from what was sent, first, into a copy of the old document, second.</param>
/// <param name="Validate">Validates the new document, first, against the old one; in place of the kind's own rules.</param>
public sealed record SubresourcePart(Action<JsonObject, JsonObject> Apply, Func<JsonObject, JsonObject, IEnumerable<FieldError>> Validate);
