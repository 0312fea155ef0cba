using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CloudOrchestrator.Doorbells.Rows;

/// <summary>
/// The node's row in the cluster's table. A beat replaces it, provided that it is as the last beat left it; where it is not,
/// somebody has rung, and it is replaced all the same. So one small request is heartbeat and question.
/// </summary>
/// <remarks>Not for use by two at once. Source of the requests: Table service REST API, "Update Entity" and "Insert Or Replace Entity".</remarks>
internal sealed class HeartbeatRow(HttpClient client, RowDoorbellOptions options, TimeProvider time)
{
    /// <summary>The protocol; the signature's own version is within it.</summary>
    private const string ServiceVersion = "2019-02-02";

    private readonly byte[] _entity = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
    {
        ["PartitionKey"] = "~heartbeats",
        ["RowKey"] = options.Row.Row,
        ["name"] = options.NodeName,
    });

    /// <summary>The row's tag as the last beat that was answered left it; null for none.</summary>
    private string? _tag;

    public async Task<BeatAnswer> BeatAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.AnswerMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // A beat whose answer was lost keeps the tag before it: if it landed, the next one finds another and counts as rung.
            return _tag is not null && await TryReplaceAsync(_tag, either.Token).ConfigureAwait(false) is { } answer
                ? answer
                : await ReplaceAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new BeatAnswer.Failed($"no answer within {options.AnswerMax.TotalSeconds:0.#} s");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new BeatAnswer.Failed((fault.InnerException ?? fault).Message);
        }
    }

    /// <summary>Answers null where the row is not as it was left, or is gone.</summary>
    private async Task<BeatAnswer?> TryReplaceAsync(string tag, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(tag, cancellationToken).ConfigureAwait(false);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK or HttpStatusCode.NoContent => Taken(answer, new BeatAnswer.Quiet()),
            HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound => null,
            _ => Refused(answer),
        };
    }

    private async Task<BeatAnswer> ReplaceAsync(CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(null, cancellationToken).ConfigureAwait(false);
        return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent ? Taken(answer, new BeatAnswer.Rung()) : Refused(answer);
    }

    private async Task<HttpResponseMessage> SendAsync(string? tag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, options.Row.Uri) { Content = new ByteArrayContent(_entity) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("Accept", "application/json;odata=nometadata");
        request.Headers.TryAddWithoutValidation("DataServiceVersion", "3.0");
        request.Headers.TryAddWithoutValidation("x-ms-version", ServiceVersion);
        if (tag is not null)
        {
            // A tag is given back letter by letter as it came.
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        }

        return await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private BeatAnswer Taken(HttpResponseMessage answer, BeatAnswer outcome)
    {
        _tag = answer.Headers.NonValidated.TryGetValues("ETag", out var tags) ? tags.ToString() : null;
        return _tag is null ? new BeatAnswer.Failed("the answer has no ETag; this is no table") : outcome;
    }

    /// <summary>The body is left alone: what it repeats of the request is the service's choice.</summary>
    private static BeatAnswer.Failed Refused(HttpResponseMessage answer)
    {
        var code = answer.Headers.TryGetValues("x-ms-error-code", out var codes) ? $" {codes.First()}" : "";
        return new BeatAnswer.Failed(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? $"the table refuses the signature ({(int)answer.StatusCode}{code}): it has expired, or is not for this row"
            : $"the table answered {(int)answer.StatusCode}{code}");
    }
}
