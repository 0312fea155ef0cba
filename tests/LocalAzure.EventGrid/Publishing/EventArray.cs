using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CloudOrchestrator.LocalAzure.EventGrid.Publishing;

/// <summary>Reads the body of a publish request.</summary>
internal static class EventArray
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static PublishOutcome Read(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return Read(document.RootElement, now);
        }
        catch (JsonException malformed)
        {
            return Refused($"The body is not JSON: {malformed.Message}");
        }
    }

    private static PublishOutcome Read(JsonElement array, DateTimeOffset now)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return Refused($"Unexpected token when reading JSON. Expected: StartArray, actual: {array.ValueKind}.");
        }

        if (array.GetArrayLength() > TopicLimits.EventsMax)
        {
            return new PublishOutcome.Refused(
                HttpStatusCode.RequestEntityTooLarge, $"The array has {array.GetArrayLength()} events; {TopicLimits.EventsMax} is the most.");
        }

        List<PublishedEvent> events = [];
        foreach (var one in array.EnumerateArray())
        {
            if (CloudEventRules.Fault(one) is { } fault)
            {
                return Refused($"This resource is configured for the 'CloudEventV10' schema. In event {events.Count} of the array {fault}");
            }

            events.Add(new PublishedEvent(one.GetProperty("type").GetString()!, JsonMarshal.GetRawUtf8Value(one).ToArray(), now));
        }

        return new PublishOutcome.Taken(events);
    }

    private static PublishOutcome.Refused Refused(string message) => new(HttpStatusCode.BadRequest, message);
}
