using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Patching;
using CloudOrchestrator.Resources.Schema;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>The scale subresource: an object's replicas as an <c>autoscaling/v1</c> Scale.</summary>
internal sealed class ScaleHandler(IResourceClient client, WriteHandler writing)
{
    private static readonly TypeSchema Scale = SchemaTable.BuiltIn.Get("k8s.io.api.autoscaling.v1.Scale");

    public async Task GetAsync(ApiRequest request)
    {
        var item = await client.GetAsync(request.Kind, request.ObjectName, request.Http.RequestAborted).ConfigureAwait(false);
        await (item is null
            ? StatusAnswer.WriteAsync(request.Http, new Refusal.NotFound(request.Kind.QualifiedResource, request.Name))
            : JsonAnswer.WriteAsync(request.Http, Of(item.Parse()), 200)).ConfigureAwait(false);
    }

    public async Task UpdateAsync(ApiRequest request)
    {
        if (await writing.ReadAsync(request, Scale).ConfigureAwait(false) is not ({ } scale, { } options))
        {
            return;
        }

        await WriteAsync(request, options, _ => new PatchOutcome.Patched(scale)).ConfigureAwait(false);
    }

    public async Task PatchAsync(ApiRequest request)
    {
        if (!WriteOptions.TryRead(request, out var options, out var refusal))
        {
            await StatusAnswer.WriteAsync(request.Http, refusal).ConfigureAwait(false);
            return;
        }

        var mediaType = BodyReader.MediaType(request.Http.Request.ContentType);
        var body = await BodyReader.ReadAsync(request.Http.Request, request.Http.RequestAborted).ConfigureAwait(false) ?? [];
        if (mediaType == "application/json-patch+json")
        {
            await WriteAsync(request, options, current => JsonPatch.Apply(current, body)).ConfigureAwait(false);
        }
        else if (mediaType is "application/merge-patch+json" or "application/strategic-merge-patch+json" && JsonDecoder.Decode(body, null) is DecodeOutcome.Decoded patch)
        {
            await WriteAsync(request, options, current => MergePatch.Apply(current, patch.Document)).ConfigureAwait(false);
        }
        else
        {
            await StatusAnswer.WriteAsync(request.Http, StatusAnswer.Failure(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json")).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(ApiRequest request, WriteOptions options, Func<JsonObject, PatchOutcome> change)
    {
        var outcome = await client.WriteAsync(
            new ResourceWrite.Update(request.Kind, request.ObjectName, current => Replicas(request, current, change)),
            options.Context,
            CancellationToken.None).ConfigureAwait(false);
        await (outcome switch
        {
            ResourceOutcome.Done done => JsonAnswer.WriteAsync(request.Http, Of(done.Object.Parse()), 200),
            ResourceOutcome.Refused refused => StatusAnswer.WriteAsync(request.Http, refused.Refusal),
            _ => Task.CompletedTask,
        }).ConfigureAwait(false);
    }

    private static UpdateDecision Replicas(ApiRequest request, JsonObject? current, Func<JsonObject, PatchOutcome> change)
    {
        if (current is null)
        {
            return new UpdateDecision.Refuse(new Refusal.NotFound(request.Kind.QualifiedResource, request.Name));
        }

        switch (change(Of(current)))
        {
            case PatchOutcome.Failed failed:
                return new UpdateDecision.Refuse(failed.Refusal);
            case PatchOutcome.Patched { Document: var scale }:
                var replicas = scale.Integer("spec", "replicas") ?? 0;
                if (replicas is < 0 or > int.MaxValue)
                {
                    return new UpdateDecision.Refuse(new Refusal.Invalid("autoscaling", "Scale", request.Name, [new FieldError("FieldValueInvalid", "spec.replicas", $"Invalid value: {replicas}: must be greater than or equal to 0")]));
                }

                if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } asked && asked != current.Text("metadata", "resourceVersion"))
                {
                    return new UpdateDecision.Refuse(new Refusal.Conflict(request.Kind.QualifiedResource, request.Name, "the object has been modified; please apply your changes to the latest version and try again"));
                }

                ((JsonObject)current["metadata"]!).Remove("resourceVersion");
                current.Ensure("spec")["replicas"] = replicas;
                return new UpdateDecision.Replace(current);
            default:
                return new UpdateDecision.Nothing();
        }
    }

    private static JsonObject Of(JsonObject item)
    {
        var metadata = new JsonObject();
        foreach (var name in new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" })
        {
            metadata[name] = item.At("metadata", name)?.DeepClone();
        }

        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = item.Integer("spec", "replicas") ?? 0 },
            ["status"] = new JsonObject
            {
                ["replicas"] = item.Integer("status", "replicas") ?? 0,
                ["selector"] = string.Join(',', item.Map("spec", "selector", "matchLabels").Select(label => $"{label.Key}={label.Value}")),
            },
        };
    }
}
