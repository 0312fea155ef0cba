using System.Net;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CloudOrchestrator.LocalAzure.EventGrid.Counting;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CloudOrchestrator.LocalAzure.EventGrid.Publishing;

/// <summary>The address that publishers post to.</summary>
/// <param name="accept">Has put the events where they cannot be lost once it returns.</param>
internal sealed class PublishRoute(string key, Action<IReadOnlyList<PublishedEvent>> accept, EventGridCounts counts, TimeProvider time)
{
    public const string Path = "/api/events";

    private const string ApiVersion = "2018-01-01";
    private const string BatchType = "application/cloudevents-batch+json";

    /// <summary>What is too large is still read, up to here, so that its sender gets to the answer.</summary>
    /// <value>16 MiB.</value>
    private const int BodyBytesMax = 16 * 1024 * 1024;

    public async Task ServeAsync(HttpContext context)
    {
        var outcome = Objection(context.Request) ?? await ReadAsync(context);
        switch (outcome)
        {
            case PublishOutcome.Taken taken:
                counts.Published(taken.Events);
                accept(taken.Events);
                context.Response.ContentLength = 0;
                break;
            case PublishOutcome.Refused refused:
                counts.Refused();
                await RefuseAsync(context, refused);
                break;
            default:
                throw new InvalidOperationException($"No answer to {outcome}.");
        }
    }

    /// <summary>Null if the request may be read, else why not.</summary>
    private PublishOutcome.Refused? Objection(HttpRequest request)
    {
        if (!request.Path.Equals(Path, StringComparison.OrdinalIgnoreCase))
        {
            return new(HttpStatusCode.NotFound, $"There is nothing at {request.Path}; events go to {Path}.");
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            return new(HttpStatusCode.MethodNotAllowed, $"Events are sent with POST, not {request.Method}.");
        }

        if (!IsKey(request.Headers["aeg-sas-key"].ToString()))
        {
            return new(HttpStatusCode.Unauthorized, $"The request authorization key is not authorized for {request.Host}.");
        }

        if (request.Query["api-version"] is var version && version != ApiVersion)
        {
            return new(HttpStatusCode.BadRequest, $"The api-version '{version}' is not supported; {ApiVersion} is.");
        }

        return IsBatch(request.ContentType)
            ? null
            : new(HttpStatusCode.UnsupportedMediaType, $"The content type '{request.ContentType}' is not supported; {BatchType} is.");
    }

    private bool IsKey(string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(key));

    private static bool IsBatch(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(BatchType, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private async Task<PublishOutcome> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var (part, length) = (new byte[64 * 1024], 0L);
        while (length <= BodyBytesMax && await context.Request.Body.ReadAsync(part, context.RequestAborted) is > 0 and var read)
        {
            length += read;
            if (length <= TopicLimits.ArrayBytesMax)
            {
                body.Write(part, 0, read);
            }
        }

        return length > TopicLimits.ArrayBytesMax
            ? new PublishOutcome.Refused(
                HttpStatusCode.RequestEntityTooLarge, $"The array is of more than {TopicLimits.ArrayBytesMax} bytes, the most that is taken.")
            : EventArray.Read(body.ToArray(), time.GetUtcNow());
    }

    /// <remarks>Source of the form: «Post to custom topic for Azure Event Grid».</remarks>
    private static async Task RefuseAsync(HttpContext context, PublishOutcome.Refused refused)
    {
        context.Response.StatusCode = (int)refused.Status;
        context.Response.ContentType = MediaTypeNames.Application.Json;
        var message = $"{refused.Message} Report '{context.TraceIdentifier}' to our forums for assistance or raise a support ticket.";
        await JsonSerializer.SerializeAsync(
            context.Response.Body,
            new { error = new { code = refused.Code, message, details = new[] { new { code = refused.Code, message } } } },
            cancellationToken: context.RequestAborted);
    }
}
