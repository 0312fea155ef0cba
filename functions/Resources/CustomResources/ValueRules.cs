using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

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

    private readonly Lazy<Regex?> _pattern = new(() => source.Text("pattern") is { Length: > 0 } pattern ? Compile(pattern, out _) : null);

    private readonly Lazy<Regex?> _widePattern = new(() => source.Text("pattern") is { Length: > 0 } pattern ? Compile(pattern, out _, isWide: true) : null);

    /// <summary>Whether a string is like the pattern.</summary>
    public bool Matches(string text) => (text.Any(char.IsSurrogate) ? _widePattern : _pattern).Value?.IsMatch(text) ?? true;

    /// <summary>A pattern as Go reads it: in time that grows as the text does.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="isWide">Whether it is for texts that have characters of two UTF-16 units.</param>
    /// <returns>Null where it is none.</returns>
    public static Regex? Compile(string pattern, out string fault, bool isWide = false)
    {
        fault = "";
        try
        {
            return new Regex(Re2Pattern.Translate(pattern, isWide), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            fault = wrong.Message;
            return null;
        }
    }

    /// <summary>A number, or null for anything else.</summary>
    public static double? Number(JsonNode? value) =>
        value is JsonValue number && number.GetValueKind() == JsonValueKind.Number
            ? number.TryGetValue<long>(out var wide) ? wide : number.TryGetValue<int>(out var narrow) ? narrow : number.TryGetValue<double>(out var real) ? real : null
            : null;
}
