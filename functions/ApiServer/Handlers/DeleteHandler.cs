using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Schema;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Delete and deletecollection.</summary>
internal sealed class DeleteHandler(IResourceClient client, ReadHandler reading)
{
    private static readonly TypeSchema Options = SchemaTable.BuiltIn.Get("k8s.io.apimachinery.pkg.apis.meta.v1.DeleteOptions");

    public async Task DeleteAsync(ApiRequest request, AnswerForm form)
    {
        if (await ReadAsync(request).ConfigureAwait(false) is not ({ } policy, { } context))
        {
            return;
        }

        var outcome = await client.WriteAsync(new ResourceWrite.Delete(request.Kind, request.ObjectName, policy), context, CancellationToken.None).ConfigureAwait(false);
        switch (outcome)
        {
            case ResourceOutcome.Done { Effect: WriteEffect.Deleted } done when request.Kind.Plural != "pods":
                await JsonAnswer.WriteAsync(request.Http, Success(done.Object), 200).ConfigureAwait(false);
                break;
            case ResourceOutcome.Done done:
                await reading.WriteAsync(request, form, done.Object, 200).ConfigureAwait(false);
                break;
            case ResourceOutcome.Refused refused:
                await StatusAnswer.WriteAsync(request.Http, refused.Refusal).ConfigureAwait(false);
                break;
        }
    }

    public async Task DeleteCollectionAsync(ApiRequest request)
    {
        if (!ListOptions.TryRead(request, out ListQuery query, out var refusal))
        {
            await StatusAnswer.WriteAsync(request.Http, refusal).ConfigureAwait(false);
            return;
        }

        if (await ReadAsync(request).ConfigureAwait(false) is not ({ } policy, { } context))
        {
            return;
        }

        var listed = await client.ListAsync(request.Kind, query, request.Http.RequestAborted).ConfigureAwait(false);
        if (listed is not ListOutcome.Page page)
        {
            await StatusAnswer.WriteAsync(request.Http, ((ListOutcome.Refused)listed).Refusal).ConfigureAwait(false);
            return;
        }

        // Started together, the deletions share commits.
        var outcomes = await Task.WhenAll(page.Items.Select(item => client.WriteAsync(
            new ResourceWrite.Delete(request.Kind, item.Name, policy with { Uid = item.Uid }), context, CancellationToken.None))).ConfigureAwait(false);
        var failure = outcomes.OfType<ResourceOutcome.Refused>().FirstOrDefault(refused => refused.Refusal is not (Refusal.NotFound or Refusal.Conflict));
        await (failure is null
            ? JsonAnswer.WriteAsync(request.Http, List(request, page), 200)
            : StatusAnswer.WriteAsync(request.Http, failure.Refusal)).ConfigureAwait(false);
    }

    /// <summary>The Status of something done.</summary>
    public static JsonObject Success(ResourceObject? item)
    {
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success" };
        if (item is not null)
        {
            var details = new JsonObject { ["name"] = item.Name.Name };
            if (item.Kind.Group.Length > 0)
            {
                details["group"] = item.Kind.Group;
            }

            details["kind"] = item.Kind.Plural;
            details["uid"] = item.Uid;
            status["details"] = details;
        }

        return status;
    }

    private static JsonObject List(ApiRequest request, ListOutcome.Page page) => new()
    {
        ["kind"] = $"{request.Kind.Kind}List",
        ["apiVersion"] = request.Kind.ApiVersion,
        ["metadata"] = new JsonObject { ["resourceVersion"] = page.Revision.ToString(CultureInfo.InvariantCulture) },
        ["items"] = new JsonArray([.. page.Items.Select(item => (JsonNode)item.Parse())]),
    };

    private async Task<(DeletePolicy? Policy, WriteContext? Context)> ReadAsync(ApiRequest request)
    {
        if (!WriteOptions.TryRead(request, out var options, out var refusal))
        {
            await StatusAnswer.WriteAsync(request.Http, refusal).ConfigureAwait(false);
            return default;
        }

        var body = await BodyReader.ReadAsync(request.Http.Request, request.Http.RequestAborted).ConfigureAwait(false);
        var decoded = body is null or { Length: 0 } ? null : BodyReader.Decode(body, request.Http.Request.ContentType, Options, client.Kinds);
        refusal = body is null ? BodyReader.TooLarge
            : decoded is DecodeOutcome.Malformed malformed ? new Refusal.BadRequest(malformed.Message)
            : null;
        var document = (decoded as DecodeOutcome.Decoded)?.Document ?? [];
        if (refusal is null && TryPolicy(request, document, out var policy, out refusal))
        {
            var isDryRun = options.Context.DryRun || document.Texts("dryRun").Contains("All");
            return (policy, options.Context with { DryRun = isDryRun });
        }

        await StatusAnswer.WriteAsync(request.Http, refusal!).ConfigureAwait(false);
        return default;
    }

    private static bool TryPolicy(ApiRequest request, JsonObject document, out DeletePolicy policy, out Refusal? refusal)
    {
        policy = new DeletePolicy();
        if (!ListOptions.TryNumber(request, "gracePeriodSeconds", out var grace, out refusal))
        {
            return false;
        }

        var name = document.Text("propagationPolicy") ?? (request.Query("propagationPolicy") is { Length: > 0 } given ? given : null);
        var orphan = document.Flag("orphanDependents") || request.Flag("orphanDependents") && request.Query("orphanDependents").Length > 0;
        if (name is not (null or "Background" or "Foreground" or "Orphan"))
        {
            refusal = new Refusal.Invalid("meta.k8s.io", "DeleteOptions", "", [new FieldError("FieldValueNotSupported", "propagationPolicy", $"Unsupported value: \"{name}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"")]);
            return false;
        }

        policy = new DeletePolicy(
            document.Integer("gracePeriodSeconds") ?? grace,
            orphan ? Propagation.Orphan : name is null ? Propagation.Background : Enum.Parse<Propagation>(name),
            document.Text("preconditions", "uid"),
            document.Text("preconditions", "resourceVersion"));
        return true;
    }
}
