using System.Text.Json;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>What a trigger call carries for its binding.</summary>
internal static class Payload
{
    /// <summary>How often a value may be JSON in a string. The host writes batches and messages so, some of them twice.</summary>
    private const int WrapsMax = 3;

    /// <summary>The value of a binding in the host's envelope, out of its strings; undefined where there is none.</summary>
    public static JsonElement Of(JsonElement envelope, string binding) =>
        envelope.ValueKind == JsonValueKind.Object
            && envelope.TryGetProperty("Data", out var data) && data.ValueKind == JsonValueKind.Object
            && data.TryGetProperty(binding, out var value)
            ? Unwrapped(value)
            : default;

    /// <summary>The value out of its strings; the string itself where it is no JSON.</summary>
    public static JsonElement Unwrapped(JsonElement value)
    {
        for (var wraps = 0; wraps < WrapsMax && value.ValueKind == JsonValueKind.String; wraps++)
        {
            try
            {
                using var document = JsonDocument.Parse(value.GetString()!);
                value = document.RootElement.Clone();
            }
            catch (JsonException)
            {
                return value;
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair, escaped.
                return value;
            }
        }

        return value;
    }
}
