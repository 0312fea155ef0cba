using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Bodies;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Replaces an object, or the part of it that a subresource is.</summary>
internal sealed class UpdateHandler(IResourceClient resources) : IResourceHandler
{
    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        if (WriteOptions.Read(request, "UpdateOptions", out var options) is { } fault)
        {
            return WriteAnswers.Refused(request, fault);
        }

        var warnings = new List<string>();
        var expected = ExpectedDocument.Of(request.Kind);
        var body = await RequestBody.ReadAsync(request, expected, options.Validation, warnings);
        if (body is not BodyOutcome.Read(var document, _))
        {
            return WriteAnswers.Refused(request, ((BodyOutcome.Refused)body).Status);
        }

        var context = options.Context(request, request.Subresource);
        var write = new ResourceWrite.Update(request.Kind, request.Name, _ => new UpdateDecision.Replace((JsonObject)document.DeepClone()));
        var outcome = await resources.WriteAsync(write, context, CancellationToken.None);
        if (outcome is ResourceOutcome.Refused { Refusal: Refusal.NotFound } && request is { Subresource: Subresource.None, Kind.CreateOnUpdate: true })
        {
            outcome = await CreateAsync(request, document, context);
        }

        if (outcome is ResourceOutcome.Refused && RequestBody.Unread(expected, document) is { } unread)
        {
            return WriteAnswers.Refused(request, ApiStatuses.BadRequest(unread));
        }

        return WriteAnswers.Of(request, outcome, warnings.Concat(context.Warnings));
    }

    /// <summary>Creates what is not there. A uid demands an object that is; a version says nothing, since there is none to compare it with.</summary>
    private async Task<ResourceOutcome> CreateAsync(ResourceRequest request, JsonObject document, WriteContext context)
    {
        if (Preconditions.UnmetByNone(request.Kind, request.Info.Name, document.Text("metadata", "uid")) is { } unmet)
        {
            return new ResourceOutcome.Refused(unmet);
        }

        (document["metadata"] as JsonObject)?.Remove("resourceVersion");
        return await resources.WriteAsync(new ResourceWrite.Create(request.Kind, request.Info.Namespace, document), context, CancellationToken.None);
    }
}
