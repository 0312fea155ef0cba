using System.Globalization;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Rules of numbers that may be percentages.</summary>
internal static class Portions
{
    private const string PercentMessage = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

    /// <summary>A number or a percentage, not negative.</summary>
    public static IEnumerable<FieldError> Validate(JsonNode? value, string at)
    {
        if (value.Integer() is < 0 and var number)
        {
            yield return Faults.Invalid(at, number, "must be greater than or equal to 0");
        }
        else if (value.Text() is { } text && Percent(text) is null)
        {
            yield return Faults.Invalid(at, text, PercentMessage);
        }
    }

    /// <summary>Not more than all.</summary>
    public static IEnumerable<FieldError> AtMostAll(JsonNode? value, string at) =>
        Percent(value.Text()) > 100 ? [Faults.Invalid(at, value?.DeepClone(), "must not be greater than 100%")] : [];

    /// <summary>The percentage that a text says, or null.</summary>
    public static int? Percent(string? text) =>
        text is [.. var digits, '%'] && digits.Length > 0 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent : null;

    /// <summary>Whether it is none, as a number or as a percentage; what is missing is none.</summary>
    public static bool IsZero(JsonNode? value) => value is null || value.Integer() == 0 || Percent(value.Text()) == 0;
}
