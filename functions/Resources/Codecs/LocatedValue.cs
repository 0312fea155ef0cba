using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>A value of a text, and what strict decoding objects to in it: fields given twice.</summary>
public sealed record LocatedValue(JsonNode? Value, IReadOnlyList<string> StrictErrors);
