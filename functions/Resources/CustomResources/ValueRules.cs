using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>What a JSON schema says of single values.</summary>
internal sealed class ValueRules(JsonObject source)
{
    public double? Maximum { get; } = Number(source["maximum"]);

    public double? Minimum { get; } = Number(source["minimum"]);

    public bool IsMaximumExclusive { get; } = source.Flag("exclusiveMaximum");

    public bool IsMinimumExclusive { get; } = source.Flag("exclusiveMinimum");

    public double? MultipleOf { get; } = Number(source["multipleOf"]);

    public long? LengthMax { get; } = source.Integer("maxLength");

    public long? LengthMin { get; } = source.Integer("minLength");

    public long? ItemsMax { get; } = source.Integer("maxItems");

    public long? ItemsMin { get; } = source.Integer("minItems");

    public long? PropertiesMax { get; } = source.Integer("maxProperties");

    public long? PropertiesMin { get; } = source.Integer("minProperties");

    public string Format { get; } = source.Text("format") ?? "";

    public string Pattern { get; } = source.Text("pattern") ?? "";

    public IReadOnlyList<string> Required { get; } = [.. source.Texts("required")];

    /// <summary>The values allowed; empty for all.</summary>
    public IReadOnlyList<JsonNode?> Enumeration { get; } = source["enum"] is JsonArray values ? [.. values] : [];

    private readonly Lazy<Re2Expression?> _pattern = new(() => source.Text("pattern") is { Length: > 0 } pattern ? Compile(pattern, out _) : null);

    /// <summary>Whether a string is like the pattern.</summary>
    public bool Matches(string text) => _pattern.Value?.IsMatch(text) ?? true;

    /// <summary>A pattern as Go reads it.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <returns>Null where it is none.</returns>
    public static Re2Expression? Compile(string pattern, out string fault)
    {
        fault = "";
        try
        {
            return new Re2Expression(pattern);
        }
        catch (ArgumentException wrong)
        {
            fault = wrong.Message;
        }
        catch (NotSupportedException)
        {
            fault = Re2Pattern.Fault("expression too large", pattern).Message;
        }

        return null;
    }

    /// <summary>A number, or null for anything else.</summary>
    public static double? Number(JsonNode? value) =>
        value is JsonValue number && number.GetValueKind() == JsonValueKind.Number
            ? number.TryGetValue<long>(out var wide) ? wide : number.TryGetValue<int>(out var narrow) ? narrow : number.TryGetValue<double>(out var real) ? real : null
            : null;
}
