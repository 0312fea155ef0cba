using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.LocalAzure.EventGrid.Publishing;

/// <summary>What an event must be to be a CloudEvent 1.0 in JSON.</summary>
/// <remarks>Source: CloudEvents 1.0.2, core specification and JSON event format.</remarks>
internal static partial class CloudEventRules
{
    private static readonly string[] Required = ["id", "source", "type", "specversion"];

    /// <summary>Null if it is one, else which attribute is wrong and why.</summary>
    public static string? Fault(JsonElement one)
    {
        if (one.ValueKind != JsonValueKind.Object)
        {
            return $"an event is a JSON object, not {one.ValueKind}.";
        }

        // An attribute that is null is one that is not there.
        var missing = Required.FirstOrDefault(name => !one.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null);
        if (missing is not null)
        {
            return $"the required attribute '{missing}' is missing.";
        }

        var faults = one.EnumerateObject()
            .Where(property => property.Value.ValueKind != JsonValueKind.Null)
            .Select(property => (property.Name, Fault: FaultOf(property.Name, property.Value)));
        if (faults.FirstOrDefault(fault => fault.Fault is not null) is { Fault: not null } found)
        {
            return $"the attribute '{found.Name}' {found.Fault}";
        }

        return one.TryGetProperty("data", out _) && one.TryGetProperty("data_base64", out _)
            ? "the attribute 'data_base64' may not stand beside 'data'."
            : null;
    }

    private static string? FaultOf(string name, JsonElement value) => name switch
    {
        "data" => null,
        "data_base64" => IsBase64(value) ? null : "is not base64 in a string.",
        "specversion" => value.ValueKind == JsonValueKind.String && value.ValueEquals("1.0") ? null : "is not \"1.0\".",
        "id" or "type" or "subject" => Text(value) is null ? "is not a string with something in it." : null,
        "source" => IsUri(value, UriKind.RelativeOrAbsolute) ? null : "is not a URI reference.",
        "dataschema" => IsUri(value, UriKind.Absolute) ? null : "is not an absolute URI.",
        "datacontenttype" => MediaTypeHeaderValue.TryParse(Text(value), out _) ? null : "is not a media type.",
        "time" => IsTimestamp(Text(value)) ? null : "is not a timestamp of RFC 3339.",
        _ when !AttributeName().IsMatch(name) => "has a name of other than lower-case letters and digits.",
        _ => IsSimple(value) ? null : "is an extension, and neither a string nor a boolean nor an integer.",
    };

    private static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static bool IsUri(JsonElement value, UriKind kind) => Text(value) is { } text && Uri.TryCreate(text, kind, out _);

    private static bool IsBase64(JsonElement value) => value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out _);

    private static bool IsTimestamp(string? text) =>
        text is not null && Timestamp().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _);

    private static bool IsSimple(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False || (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _));

    [GeneratedRegex("^[a-z0-9]+$")]
    private static partial Regex AttributeName();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$", RegexOptions.IgnoreCase)]
    private static partial Regex Timestamp();
}
