using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Reminders;

/// <summary>A reminder as it lies in the queue.</summary>
/// <param name="Wake">Whom it reminds.</param>
/// <param name="Due">When.</param>
internal sealed record Reminder(Wake Wake, DateTimeOffset Due)
{
    /// <summary>Longest name or key taken, in characters; a message holds 64 KiB.</summary>
    private const int TextLengthMax = 4096;

    /// <summary>The message.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("reactor", Wake.Reactor);
            json.WriteString("key", Wake.Key);
            json.WriteString("due", Due.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="problem">What is wrong with it, where null is answered.</param>
    public static Reminder? Parse(JsonElement message, out string problem)
    {
        try
        {
            return Read(message, out problem);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped.
            problem = "the reminder holds half a character.";
            return null;
        }
    }

    private static Reminder? Read(JsonElement message, out string problem)
    {
        problem = "";
        if (message.ValueKind != JsonValueKind.Object)
        {
            problem = "the reminder is not a JSON object.";
        }
        else if (Text(message, "reactor") is not { } reactor)
        {
            problem = "the reminder has no \"reactor\".";
        }
        else if (Text(message, "key") is not { } key)
        {
            problem = "the reminder has no \"key\".";
        }
        else if (!DateTimeOffset.TryParse(Text(message, "due"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var due))
        {
            problem = "the reminder's \"due\" is no time.";
        }
        else
        {
            return new Reminder(new Wake(reactor, key), due);
        }

        return null;
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= TextLengthMax } text ? text : null;
}
