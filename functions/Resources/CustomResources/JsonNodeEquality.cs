using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>Equality of JSON values, as <see cref="JsonNode.DeepEquals"/> has it: numbers are what they come to, however they are written.</summary>
internal sealed class JsonNodeEquality : IEqualityComparer<JsonNode?>
{
    public static readonly JsonNodeEquality Instance = new();

    public bool Equals(JsonNode? left, JsonNode? right) => JsonNode.DeepEquals(left, right);

    /// <remarks>Keys are scalars, so that objects and lists are told apart by their size alone.</remarks>
    public int GetHashCode(JsonNode? value) => value switch
    {
        null => 0,
        JsonObject members => HashCode.Combine(JsonValueKind.Object, members.Count),
        JsonArray elements => HashCode.Combine(JsonValueKind.Array, elements.Count),
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>().GetHashCode(StringComparison.Ordinal),
            JsonValueKind.Number => OfNumber(value.ToJsonString()),
            var kind => (int)kind,
        },
    };

    /// <summary>By the digits and by the size: one alone would have many large or many small numbers in one place.</summary>
    private static int OfNumber(string number) => HashCode.Combine(
        decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var digits) ? digits : 0,
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var size) ? size : 0);
}
