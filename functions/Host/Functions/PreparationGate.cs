using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Host.Functions;

/// <summary>Holds requests back until the store can be used. What says only that the process lives passes at once.</summary>
internal static class PreparationGate
{
    private const int RetryAfterSeconds = 1;

    /// <summary>Without escapes that only a page of HTML needs: people read it.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds it. Trigger calls are answered before it.</summary>
    public static void UsePreparationGate(this IApplicationBuilder app)
    {
        var preparation = app.ApplicationServices.GetRequiredService<Preparation>();
        app.Use(next => http => IsOpen(http.Request) ? next(http) : HoldAsync(preparation, next, http));
    }

    /// <summary>The platform's probe of a process that starts, and what probes and version checks ask: none of them reads the store.</summary>
    private static bool IsOpen(HttpRequest request) =>
        request.Path.Value is "/version" or "/livez" || (request.Path.Value is "/" or "" && !OutsideCalls.Is(request));

    private static async Task HoldAsync(Preparation preparation, RequestDelegate next, HttpContext http)
    {
        try
        {
            await preparation.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault) when (fault is StoreException or OperationCanceledException)
        {
            await RefuseAsync(http.Response).ConfigureAwait(false);
            return;
        }

        await next(http).ConfigureAwait(false);
    }

    /// <summary>Nobody is known yet who asks, so it does not say where the store is.</summary>
    private static async Task RefuseAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.ContentType = "application/json";
        response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        response.Headers.CacheControl = "no-cache, private";
        using (var json = new Utf8JsonWriter(response.BodyWriter, Readable))
        {
            json.WriteStartObject();
            json.WriteString("kind", "Status");
            json.WriteString("apiVersion", "v1");
            json.WriteStartObject("metadata");
            json.WriteEndObject();
            json.WriteString("status", "Failure");
            json.WriteString("message", "the cluster's store cannot be used at the moment; the server's log says why");
            json.WriteString("reason", "ServiceUnavailable");
            json.WriteStartObject("details");
            json.WriteNumber("retryAfterSeconds", RetryAfterSeconds);
            json.WriteEndObject();
            json.WriteNumber("code", StatusCodes.Status503ServiceUnavailable);
            json.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync().ConfigureAwait(false);
    }
}
