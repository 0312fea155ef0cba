using System.Buffers;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources.Reading;
using Microsoft.AspNetCore.Http.Features;

namespace CloudOrchestrator.ApiServer.Watches;

/// <summary>A stream of events: one JSON document a line, or frames of protobuf.</summary>
internal sealed class WatchAnswer(ResourceRequest request, ListOptions options, IAsyncEnumerable<IReadOnlyList<WatchItem>> batches, WatchBound bound) : IResult
{
    /// <summary>How much of one batch is collected before it is sent.</summary>
    private const int PartBytes = 64 * 1024;

    /// <summary>What is sent when there is nothing to say. JSON allows it before every document, and readers by line see it at the head of the next one.</summary>
    private static ReadOnlySpan<byte> Filler => " "u8;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var _ = bound;
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status200OK;
        var isJson = request.Representation.Format == AnswerFormat.Json;
        response.ContentType = isJson ? MediaTypes.Json : $"{MediaTypes.Protobuf};stream=watch";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // The first byte goes at once: proxies hold back the headers until there is one, and a quiet watch would look like a dead server.
        if (isJson)
        {
            response.BodyWriter.Write(Filler);
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        var events = new WatchEvents(request, options);
        await using var enumerator = batches.GetAsyncEnumerator(bound.Ended);
        var next = enumerator.MoveNextAsync().AsTask();
        try
        {
            while (await bound.WaitAsync(next) is var more && more != false)
            {
                if (more is null && !isJson)
                {
                    // A silent stream would be cut off: its client had better watch again.
                    break;
                }

                if (more is null)
                {
                    response.BodyWriter.Write(Filler);
                    await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
                    continue;
                }

                if (!await SendAsync(httpContext, events, enumerator.Current))
                {
                    return;
                }

                next = enumerator.MoveNextAsync().AsTask();
            }

            if (!httpContext.RequestAborted.IsCancellationRequested)
            {
                events.WriteLastBookmark(response.BodyWriter);
                await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
            }
        }
        finally
        {
            // The stream may only be disposed of once nothing reads from it any more.
            await next.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Sends a batch; what one commit changed together goes out together.</summary>
    /// <returns>Whether the watch goes on.</returns>
    private async ValueTask<bool> SendAsync(HttpContext http, WatchEvents events, IReadOnlyList<WatchItem> batch)
    {
        var output = http.Response.BodyWriter;
        foreach (var item in batch)
        {
            events.Write(output, item);
            if (item is WatchItem.Failed)
            {
                await output.FlushAsync(http.RequestAborted);
                return false;
            }

            if (output.UnflushedBytes > PartBytes)
            {
                await output.FlushAsync(http.RequestAborted);
                if (bound.Ended.IsCancellationRequested)
                {
                    // Initial events have no order of revisions: no bookmark could say how far this watch has come.
                    return false;
                }
            }
        }

        await output.FlushAsync(http.RequestAborted);
        return true;
    }
}
