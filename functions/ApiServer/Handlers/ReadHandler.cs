using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Get and list.</summary>
internal sealed class ReadHandler(IResourceClient client, TimeProvider time)
{
    public async Task GetAsync(ApiRequest request, AnswerForm form)
    {
        var item = await client.GetAsync(request.Kind, request.ObjectName, request.Http.RequestAborted).ConfigureAwait(false);
        if (item is null)
        {
            await StatusAnswer.WriteAsync(request.Http, new Refusal.NotFound(request.Kind.QualifiedResource, request.Name)).ConfigureAwait(false);
            return;
        }

        await WriteAsync(request, form, item, 200).ConfigureAwait(false);
    }

    /// <summary>Answers one object in the form asked for.</summary>
    public Task WriteAsync(ApiRequest request, AnswerForm form, ResourceObject item, int code) => form switch
    {
        AnswerForm.Table => JsonAnswer.WriteAsync(request.Http, TableForm.Of(item.Kind, [item], ListMeta(item.Revision, null, null), IncludeObject(request), true, time.GetUtcNow()), code),
        AnswerForm.Metadata => JsonAnswer.WriteAsync(request.Http, MetadataForm.Of(item.Parse()), code),
        _ => JsonAnswer.WriteAsync(request.Http, item, code),
    };

    public async Task ListAsync(ApiRequest request, AnswerForm form)
    {
        if (!ListOptions.TryRead(request, out ListQuery query, out var refusal))
        {
            await StatusAnswer.WriteAsync(request.Http, refusal).ConfigureAwait(false);
            return;
        }

        switch (await client.ListAsync(request.Kind, query, request.Http.RequestAborted).ConfigureAwait(false))
        {
            case ListOutcome.Page page:
                await WriteAsync(request, form, page).ConfigureAwait(false);
                break;
            case ListOutcome.Refused refused:
                await StatusAnswer.WriteAsync(request.Http, refused.Refusal).ConfigureAwait(false);
                break;
        }
    }

    public static string IncludeObject(ApiRequest request) => request.Query("includeObject") is { Length: > 0 } given ? given : "Metadata";

    private Task WriteAsync(ApiRequest request, AnswerForm form, ListOutcome.Page page)
    {
        var metadata = ListMeta(page.Revision, page.Continue, page.RemainingItemCount);
        switch (form)
        {
            case AnswerForm.Table:
                return JsonAnswer.WriteAsync(request.Http, TableForm.Of(request.Kind, page.Items, metadata, IncludeObject(request), true, time.GetUtcNow()), 200);
            case AnswerForm.Metadata:
                return JsonAnswer.WriteAsync(request.Http, new JsonObject
                {
                    ["kind"] = "PartialObjectMetadataList",
                    ["apiVersion"] = "meta.k8s.io/v1",
                    ["metadata"] = metadata,
                    ["items"] = new JsonArray([.. page.Items.Select(item => (JsonNode)MetadataForm.Of(item.Parse()))]),
                });
            default:
                return JsonAnswer.SendAsync(request.Http, Assemble(request, page, metadata), 200);
        }
    }

    /// <summary>A list put together from stored bytes.</summary>
    private static ArrayBufferWriter<byte> Assemble(ApiRequest request, ListOutcome.Page page, JsonObject metadata)
    {
        var output = new ArrayBufferWriter<byte>(Math.Max(1024, page.Items.Count * 2048));
        output.Write(Encoding.UTF8.GetBytes($$"""{"kind":"{{request.Kind.Kind}}List","apiVersion":"{{request.Kind.ApiVersion}}","metadata":"""));
        JsonAnswer.Write(output, metadata);
        output.Write(",\"items\":["u8);
        for (var index = 0; index < page.Items.Count; index++)
        {
            if (index > 0)
            {
                output.Write(","u8);
            }

            page.Items[index].WriteTo(output);
        }

        output.Write("]}\n"u8);
        return output;
    }

    private static JsonObject ListMeta(long revision, string? next, long? remaining)
    {
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
        if (next is not null)
        {
            metadata["continue"] = next;
        }

        if (remaining is { } count)
        {
            metadata["remainingItemCount"] = count;
        }

        return metadata;
    }
}
