using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>What a JSON schema says of single values.</summary>
internal sealed class ValueRules(JsonObject source)
{
    /// <summary>A pattern that takes longer is no help to anybody, and its sender must not hold up the others.</summary>
    private static readonly TimeSpan PatternTimeMax = TimeSpan.FromSeconds(1);

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

    private readonly Lazy<Regex?> _pattern = new(() => source.Text("pattern") is { Length: > 0 } pattern ? Compile(pattern) : null);

    /// <summary>Whether a string is like the pattern; one that no string is like where it is no pattern, as stored definitions cannot have.</summary>
    public bool Matches(string text)
    {
        try
        {
            return _pattern.Value?.IsMatch(text) ?? true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A pattern as Go reads it: a dollar sign stands for the very end.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static Regex Compile(string pattern)
    {
        var form = pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal) ? pattern[..^1] + "\\z" : pattern;
        return new Regex(form.Replace("\\pN", "\\p{N}", StringComparison.Ordinal).Replace("\\pL", "\\p{L}", StringComparison.Ordinal), RegexOptions.CultureInvariant, PatternTimeMax);
    }

    /// <summary>A number, or null for anything else.</summary>
    public static double? Number(JsonNode? value) =>
        value is JsonValue number && number.GetValueKind() == JsonValueKind.Number
            ? number.TryGetValue<long>(out var wide) ? wide : number.TryGetValue<int>(out var narrow) ? narrow : number.TryGetValue<double>(out var real) ? real : null
            : null;
}
