using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Numbers as Go writes them once it has read them: what has no fraction without a point, however it was sent.</summary>
public static class GoNumber
{
    /// <summary>Below this, and from the other one on, Go writes an exponent.</summary>
    private const double PlainMin = 1e-6;

    private const double PlainMax = 1e21;

    /// <summary>From here on a number with a point or an exponent is no integer to Go's validation, whatever it comes to: doubles have gaps there.</summary>
    private const double WholeMax = (1L << 53) - 1;

    /// <summary>Whether Go's validation takes the value for an integer: one of 64 bits that is written as such, or another that has no fraction.</summary>
    public static bool IsInteger(JsonNode? value) =>
        value.Integer() is not null || (value is JsonValue number && number.TryGetValue<double>(out var real) && Math.Abs(real) <= WholeMax && real == Math.Floor(real));

    /// <summary>A number as Go writes it.</summary>
    public static JsonNode Of(JsonNode value)
    {
        if (value is not JsonValue number || number.TryGetValue<long>(out _) || number.TryGetValue<int>(out _) || !number.TryGetValue<double>(out var real))
        {
            return value.DeepClone();
        }

        // An integer that fits is one; any other number is a double.
        var text = Text(real);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole) : JsonNode.Parse(text)!;
    }

    /// <summary>The document, with its numbers as Go writes them: itself where they are so already.</summary>
    public static JsonObject Plain(JsonObject document) => IsPlain(document) ? document : (JsonObject)Within(document)!;

    private static bool IsPlain(JsonNode? value) => value switch
    {
        JsonObject members => members.All(member => IsPlain(member.Value)),
        JsonArray elements => elements.All(IsPlain),
        _ => value.Integer() is not null || value?.GetValueKind() != JsonValueKind.Number,
    };

    /// <summary>A copy of a value in which every number is as Go writes it.</summary>
    public static JsonNode? Within(JsonNode? value) => value switch
    {
        null => null,
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Within(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Within)]),
        _ => value.GetValueKind() == JsonValueKind.Number ? Of(value) : value.DeepClone(),
    };

    /// <summary>The shortest text that reads back as the number.</summary>
    private static string Text(double value)
    {
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var size = Math.Abs(value);
        if (size is 0 or (>= PlainMin and < PlainMax))
        {
            return decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("0.############################", CultureInfo.InvariantCulture);
        }

        // Written with an exponent by the platform too, but in other letters.
        var parts = shortest.Split('E');
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{parts[0]}e{(exponent < 0 ? "" : "+")}{exponent}");
    }
}
