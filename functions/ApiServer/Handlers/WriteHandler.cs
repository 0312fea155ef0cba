using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Patching;
using CloudOrchestrator.Resources.Schema;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Create, update and patch, and the binding of a pod.</summary>
internal sealed class WriteHandler(IResourceClient client, ReadHandler reading)
{
    private static readonly TypeSchema Binding = SchemaTable.BuiltIn.Get("k8s.io.api.core.v1.Binding");

    public async Task CreateAsync(ApiRequest request, AnswerForm form)
    {
        if (await ReadAsync(request, request.Kind.Schema).ConfigureAwait(false) is not ({ } document, { } options))
        {
            return;
        }

        if (Mismatch(request, document) is { } refusal)
        {
            await StatusAnswer.WriteAsync(request.Http, refusal).ConfigureAwait(false);
            return;
        }

        var outcome = await client.WriteAsync(new ResourceWrite.Create(request.Kind, request.Namespace, document), options.Context, CancellationToken.None).ConfigureAwait(false);
        await AnswerAsync(request, form, outcome).ConfigureAwait(false);
    }

    public async Task UpdateAsync(ApiRequest request, AnswerForm form)
    {
        if (await ReadAsync(request, request.Kind.Schema).ConfigureAwait(false) is not ({ } document, { } options))
        {
            return;
        }

        var refusal = Mismatch(request, document);
        if (refusal is null && !request.Kind.UnconditionalUpdate && string.IsNullOrEmpty(document.Text("metadata", "resourceVersion")))
        {
            refusal = new Refusal.Invalid(request.Kind.Group, request.Kind.Kind, request.Name, [new FieldError("FieldValueInvalid", "metadata.resourceVersion", "Invalid value: 0: must be specified for an update")]);
        }

        if (refusal is not null)
        {
            await StatusAnswer.WriteAsync(request.Http, refusal).ConfigureAwait(false);
            return;
        }

        var outcome = await client.WriteAsync(
            new ResourceWrite.Update(request.Kind, request.ObjectName, _ => new UpdateDecision.Replace((JsonObject)document.DeepClone())),
            options.Context,
            CancellationToken.None).ConfigureAwait(false);
        if (outcome is ResourceOutcome.Refused { Refusal: Refusal.NotFound } && request.Kind.CreateOnUpdate && string.IsNullOrEmpty(document.Text("metadata", "resourceVersion")))
        {
            outcome = await client.WriteAsync(new ResourceWrite.Create(request.Kind, request.Namespace, document), options.Context, CancellationToken.None).ConfigureAwait(false);
        }

        await AnswerAsync(request, form, outcome).ConfigureAwait(false);
    }

    public async Task PatchAsync(ApiRequest request, AnswerForm form)
    {
        var mediaType = BodyReader.MediaType(request.Http.Request.ContentType);
        if (mediaType is not ("application/json-patch+json" or "application/merge-patch+json" or "application/strategic-merge-patch+json"))
        {
            await UnsupportedAsync(request, mediaType, "application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json").ConfigureAwait(false);
            return;
        }

        if (!WriteOptions.TryRead(request, out var options, out var refusal))
        {
            await StatusAnswer.WriteAsync(request.Http, refusal).ConfigureAwait(false);
            return;
        }

        var body = await BodyReader.ReadAsync(request.Http.Request, request.Http.RequestAborted).ConfigureAwait(false);
        if (body is null)
        {
            await StatusAnswer.WriteAsync(request.Http, BodyReader.TooLarge).ConfigureAwait(false);
            return;
        }

        await PatchAsync(request, form, mediaType, body, options).ConfigureAwait(false);
    }

    private async Task PatchAsync(ApiRequest request, AnswerForm form, string mediaType, byte[] body, WriteOptions options)
    {
        JsonObject? patch = null;
        if (mediaType != "application/json-patch+json")
        {
            switch (JsonDecoder.Decode(body, null))
            {
                case DecodeOutcome.Decoded decoded:
                    patch = decoded.Document;
                    break;
                case DecodeOutcome.Malformed malformed:
                    await StatusAnswer.WriteAsync(request.Http, new Refusal.BadRequest($"error decoding patch: {malformed.Message}")).ConfigureAwait(false);
                    return;
            }
        }

        IReadOnlyList<string> unknown = [];
        UpdateDecision Apply(JsonObject? current)
        {
            if (current is null)
            {
                return new UpdateDecision.Refuse(new Refusal.NotFound(request.Kind.QualifiedResource, request.Name));
            }

            var patched = mediaType switch
            {
                "application/json-patch+json" => JsonPatch.Apply(current, body),
                "application/merge-patch+json" => MergePatch.Apply(current, patch!),
                _ => StrategicMergePatch.Apply(current, patch!, request.Kind.Schema),
            };
            switch (patched)
            {
                case PatchOutcome.Patched result:
                    if (Mismatch(request, result.Document) is { } mismatch)
                    {
                        return new UpdateDecision.Refuse(mismatch);
                    }

                    unknown = StrictErrors.Of(result.Document, request.Kind.Schema);
                    if (options.FieldValidation == "Strict" && options.Check(request, unknown) is { } refused)
                    {
                        return new UpdateDecision.Refuse(refused);
                    }

                    // Only a version that the patch itself names is a precondition.
                    if (mediaType == "application/json-patch+json" || patch.Text("metadata", "resourceVersion") is null)
                    {
                        (result.Document["metadata"] as JsonObject)?.Remove("resourceVersion");
                    }

                    return new UpdateDecision.Replace(result.Document);
                case PatchOutcome.Failed { Refusal: Refusal.Invalid invalid }:
                    return new UpdateDecision.Refuse(invalid with { Group = request.Kind.Group, Kind = request.Kind.Kind, Name = request.Name });
                case PatchOutcome.Failed failed:
                    return new UpdateDecision.Refuse(failed.Refusal);
                default:
                    return new UpdateDecision.Nothing();
            }
        }

        var outcome = await client.WriteAsync(new ResourceWrite.Update(request.Kind, request.ObjectName, Apply), options.Context, CancellationToken.None).ConfigureAwait(false);
        if (options.FieldValidation == "Warn")
        {
            options.Check(request, unknown);
        }

        await AnswerAsync(request, form, outcome).ConfigureAwait(false);
    }

    public async Task BindAsync(ApiRequest request)
    {
        if (await ReadAsync(request, Binding).ConfigureAwait(false) is not ({ } binding, { } options))
        {
            return;
        }

        var node = binding.Text("target", "name") ?? "";
        var outcome = node.Length == 0
            ? new ResourceOutcome.Refused(new Refusal.Invalid("", "Binding", request.Name, [new FieldError("FieldValueRequired", "target.name", "Required value")]))
            : await client.WriteAsync(new ResourceWrite.Update(request.Kind, request.ObjectName, current => PodBinding.Bind(current, node)), options.Context, CancellationToken.None).ConfigureAwait(false);
        if (outcome is ResourceOutcome.Refused refused)
        {
            await StatusAnswer.WriteAsync(request.Http, refused.Refusal).ConfigureAwait(false);
            return;
        }

        await JsonAnswer.WriteAsync(request.Http, DeleteHandler.Success(null), 201).ConfigureAwait(false);
    }

    public Task AnswerAsync(ApiRequest request, AnswerForm form, ResourceOutcome outcome) => outcome switch
    {
        ResourceOutcome.Done done => reading.WriteAsync(request, form, done.Object, done.Effect == WriteEffect.Created ? 201 : 200),
        ResourceOutcome.Refused refused => StatusAnswer.WriteAsync(request.Http, refused.Refusal),
        _ => throw new InvalidOperationException("A write has no further outcomes."),
    };

    /// <summary>Reads options and body; where one is faulty the answer has been given and both are null.</summary>
    public async Task<(JsonObject? Document, WriteOptions? Options)> ReadAsync(ApiRequest request, TypeSchema schema)
    {
        if (!WriteOptions.TryRead(request, out var options, out var refusal))
        {
            await StatusAnswer.WriteAsync(request.Http, refusal).ConfigureAwait(false);
            return default;
        }

        var body = await BodyReader.ReadAsync(request.Http.Request, request.Http.RequestAborted).ConfigureAwait(false);
        if (body is null)
        {
            await StatusAnswer.WriteAsync(request.Http, BodyReader.TooLarge).ConfigureAwait(false);
            return default;
        }

        switch (BodyReader.Decode(body, request.Http.Request.ContentType, schema, client.Kinds))
        {
            case DecodeOutcome.Decoded decoded when options.Check(request, decoded.StrictErrors) is { } objection:
                await StatusAnswer.WriteAsync(request.Http, objection).ConfigureAwait(false);
                return default;
            case DecodeOutcome.Decoded decoded:
                return (decoded.Document, options);
            case DecodeOutcome.Malformed malformed:
                await StatusAnswer.WriteAsync(request.Http, new Refusal.BadRequest(malformed.Message)).ConfigureAwait(false);
                return default;
            default:
                await UnsupportedAsync(request, BodyReader.MediaType(request.Http.Request.ContentType), "application/json, application/yaml, application/vnd.kubernetes.protobuf").ConfigureAwait(false);
                return default;
        }
    }

    private static Task UnsupportedAsync(ApiRequest request, string mediaType, string accepted) => StatusAnswer.WriteAsync(
        request.Http,
        StatusAnswer.Failure(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {accepted}" + (mediaType.StartsWith("application/apply-patch", StringComparison.Ordinal) ? "; server-side apply is not served yet" : "")));

    /// <summary>What the body says of itself has to agree with the path.</summary>
    private static Refusal? Mismatch(ApiRequest request, JsonObject document)
    {
        var (apiVersion, kind) = (document.Text("apiVersion"), document.Text("kind"));
        if ((kind is not null && kind != request.Kind.Kind) || (apiVersion is not null && apiVersion != request.Kind.ApiVersion))
        {
            return new Refusal.BadRequest($"the API version in the data ({apiVersion}, Kind={kind}) does not match the expected API version ({request.Kind.ApiVersion}, Kind={request.Kind.Kind})");
        }

        var name = document.Text("metadata", "name") ?? "";
        if (request.Name.Length > 0 && name.Length > 0 && name != request.Name)
        {
            return new Refusal.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Name})");
        }

        if (request.Name.Length > 0 && name.Length == 0)
        {
            document.Ensure("metadata")["name"] = request.Name;
        }

        var scope = document.Text("metadata", "namespace") ?? "";
        return request.Kind.Namespaced && scope.Length > 0 && scope != request.Namespace
            ? new Refusal.BadRequest($"the namespace of the provided object does not match the namespace sent on the request")
            : null;
    }
}
