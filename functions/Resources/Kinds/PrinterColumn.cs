using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds;

/// <summary>A column of a printed table.</summary>
/// <param name="Name">Heading, such as <c>Ready</c>.</param>
/// <param name="Type">OpenAPI type: string, integer, number, boolean or date.</param>
/// <param name="Format">OpenAPI format, such as <c>name</c>; empty for none.</param>
/// <param name="Description">What the column shows.</param>
/// <param name="Priority">0 is always printed, 1 with <c>-o wide</c> only.</param>
/// <param name="Value">The cell of one object at a time; a string, number, boolean or null.</param>
public sealed record PrinterColumn(
    string Name,
    string Type,
    string Format,
    string Description,
    int Priority,
    Func<JsonObject, DateTimeOffset, JsonNode?> Value);
