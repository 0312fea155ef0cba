using System.Text.Encodings.Web;
using System.Text.Json;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>Answers a call in the form that the Functions host reads.</summary>
internal static class TriggerAnswer
{
    /// <summary>Longest reason told, in characters.</summary>
    private const int ReasonLengthMax = 4096;

    /// <summary>Without escapes that only a page of HTML needs: people read it.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it.</summary>
    public static async Task WriteAsync(HttpResponse response, TriggerFunction function, TriggerOutcome outcome)
    {
        if (response.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var (status, line, reason) = outcome switch
        {
            TriggerOutcome.Done done => (StatusCodes.Status200OK, done.Line, null),
            TriggerOutcome.Failed failed => (StatusCodes.Status500InternalServerError, $"failed: {Shortened(failed.Reason)}", Shortened(failed.Reason)),
            _ => throw new NotSupportedException($"No answer for {outcome}."),
        };
        response.StatusCode = status;
        response.ContentType = "application/json";
        using (var json = new Utf8JsonWriter(response.BodyWriter, Readable))
        {
            json.WriteStartObject();
            json.WriteStartObject("Outputs");
            json.WriteEndObject();
            json.WriteStartArray("Logs");
            json.WriteStringValue(line);
            json.WriteEndArray();
            json.WriteNull("ReturnValue");
            if (reason is not null)
            {
                json.WriteString("error", $"{function.Name}: {reason}");
            }

            json.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync().ConfigureAwait(false);
    }

    private static string Shortened(string text) => text.Length <= ReasonLengthMax ? text : text[..ReasonLengthMax];
}
