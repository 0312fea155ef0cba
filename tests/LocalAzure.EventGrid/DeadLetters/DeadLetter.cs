using System.Text.Json;
using CloudOrchestrator.LocalAzure.EventGrid.Delivering;

namespace CloudOrchestrator.LocalAzure.EventGrid.DeadLetters;

/// <summary>An event that was given up, waiting to be written.</summary>
/// <param name="DropAt">If it cannot be written by then, it is dropped.</param>
internal sealed record DeadLetter(ReadOnlyMemory<byte> Document, DateTimeOffset DropAt)
{
    /// <summary>The event, and beside its attributes why it was given up.</summary>
    /// <remarks>
    /// Source of the names: «Event Grid message delivery and retry», dead-letter event in the CloudEvents 1.0 schema; in lower case, as attributes
    /// of CloudEvents are. The last attempt's time is shown there for the Event Grid schema only.
    /// </remarks>
    public static ReadOnlyMemory<byte> DocumentOf(QueuedEvent one, string reason)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        using (var document = JsonDocument.Parse(one.Published.Json))
        {
            writer.WriteStartObject();
            foreach (var attribute in document.RootElement.EnumerateObject())
            {
                attribute.WriteTo(writer);
            }

            writer.WriteString("deadletterreason", reason);
            writer.WriteNumber("deliveryattempts", one.Attempts);
            writer.WriteString("publishtime", one.Published.PublishTime.UtcDateTime);
            if (one.LastOutcome is { } outcome)
            {
                writer.WriteString("lastdeliveryoutcome", outcome.Name);
                writer.WriteString("lastdeliveryattempttime", one.LastAttemptTime.UtcDateTime);
            }

            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
