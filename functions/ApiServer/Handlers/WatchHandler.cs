using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Watch streams.</summary>
internal sealed class WatchHandler(IResourceClient client, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>A watch without a time-out of its own ends after this long; clients then go on where they were.</summary>
    private static readonly TimeSpan DurationMax = TimeSpan.FromMinutes(30);

    public async Task WatchAsync(ApiRequest request, AnswerForm form)
    {
        if (!ListOptions.TryRead(request, out WatchQuery query, out var refusal) || !ListOptions.TryNumber(request, "timeoutSeconds", out var seconds, out refusal))
        {
            await StatusAnswer.WriteAsync(request.Http, refusal).ConfigureAwait(false);
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(request.Http.RequestAborted, lifetime.ApplicationStopping);
        using var timeout = new CancellationTokenSource(seconds is > 0 and var asked ? TimeSpan.FromSeconds(Math.Min(asked, (long)DurationMax.TotalSeconds)) : DurationMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, timeout.Token);
        switch (await client.WatchAsync(request.Kind, query, either.Token).ConfigureAwait(false))
        {
            case ResourceWatchOutcome.Watching watching:
                await StreamAsync(request, form, watching, either.Token).ConfigureAwait(false);
                break;
            case ResourceWatchOutcome.Refused refused:
                await StatusAnswer.WriteAsync(request.Http, refused.Refusal).ConfigureAwait(false);
                break;
        }
    }

    private async Task StreamAsync(ApiRequest request, AnswerForm form, ResourceWatchOutcome.Watching watching, CancellationToken cancellationToken)
    {
        var response = request.Http.Response;
        response.ContentType = form == AnswerForm.Table ? "application/json;stream=watch" : "application/json";
        request.Http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var isFirst = true;
        try
        {
            await response.StartAsync(cancellationToken).ConfigureAwait(false);
            await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            await foreach (var batch in watching.Batches.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var output = new ArrayBufferWriter<byte>(4096);
                foreach (var item in batch)
                {
                    Write(output, request, form, item, ref isFirst);
                }

                await response.Body.WriteAsync(output.WrittenMemory, cancellationToken).ConfigureAwait(false);
                await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The client left, the time is over, or the process ends: the stream just ends.
        }
    }

    private void Write(ArrayBufferWriter<byte> output, ApiRequest request, AnswerForm form, WatchItem item, ref bool isFirst)
    {
        switch (item)
        {
            case WatchItem.Added added:
                Write(output, "ADDED"u8, request, form, added.Object, ref isFirst);
                break;
            case WatchItem.Modified modified:
                Write(output, "MODIFIED"u8, request, form, modified.Object, ref isFirst);
                break;
            case WatchItem.Deleted deleted:
                Write(output, "DELETED"u8, request, form, deleted.Object, ref isFirst);
                break;
            case WatchItem.Bookmark bookmark:
                Write(output, "BOOKMARK"u8, Bookmark(request, form, bookmark));
                break;
            case WatchItem.Failed failed:
                Write(output, "ERROR"u8, StatusAnswer.Of(failed.Refusal));
                break;
        }
    }

    private void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> type, ApiRequest request, AnswerForm form, ResourceObject item, ref bool isFirst)
    {
        switch (form)
        {
            case AnswerForm.Table:
                Write(output, type, TableForm.Of(request.Kind, [item], ListMeta(item.Revision), ReadHandler.IncludeObject(request), isFirst, time.GetUtcNow()));
                isFirst = false;
                break;
            case AnswerForm.Metadata:
                Write(output, type, MetadataForm.Of(item.Parse()));
                break;
            default:
                Open(output, type);
                item.WriteTo(output);
                output.Write("}\n"u8);
                break;
        }
    }

    private static void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> type, JsonObject document)
    {
        Open(output, type);
        JsonAnswer.Write(output, document);
        output.Write("}\n"u8);
    }

    private static void Open(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> type)
    {
        output.Write("{\"type\":\""u8);
        output.Write(type);
        output.Write("\",\"object\":"u8);
    }

    private static JsonObject Bookmark(ApiRequest request, AnswerForm form, WatchItem.Bookmark bookmark)
    {
        var metadata = ListMeta(bookmark.Revision);
        if (bookmark.InitialEventsEnd)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        if (form == AnswerForm.Table)
        {
            var partial = new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata };
            var row = new JsonObject { ["cells"] = new JsonArray([.. request.Kind.Columns.Select(_ => (JsonNode?)null)]), ["object"] = partial };
            return new JsonObject
            {
                ["kind"] = "Table",
                ["apiVersion"] = "meta.k8s.io/v1",
                ["metadata"] = ListMeta(bookmark.Revision),
                ["columnDefinitions"] = null,
                ["rows"] = new JsonArray(row),
            };
        }

        return new JsonObject
        {
            ["kind"] = form == AnswerForm.Metadata ? "PartialObjectMetadata" : request.Kind.Kind,
            ["apiVersion"] = form == AnswerForm.Metadata ? "meta.k8s.io/v1" : request.Kind.ApiVersion,
            ["metadata"] = metadata,
        };
    }

    private static JsonObject ListMeta(long revision) => new() { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
}
