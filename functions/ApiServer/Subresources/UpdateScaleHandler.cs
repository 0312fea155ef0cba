using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Bodies;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>Sets a workload's replicas by its Scale.</summary>
internal sealed class UpdateScaleHandler(IResourceClient resources) : IResourceHandler
{
    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        if (WriteOptions.Read(request, "UpdateOptions", out var options) is { } fault)
        {
            return WriteAnswers.Refused(request, fault);
        }

        var warnings = new List<string>();
        var body = await RequestBody.ReadAsync(request, ExpectedDocument.Scale, options.Validation, warnings);
        if (body is not BodyOutcome.Read(var scale, _))
        {
            return WriteAnswers.Refused(request, ((BodyOutcome.Refused)body).Status);
        }

        var context = options.Context(request, request.Subresource);
        var write = new ResourceWrite.Update(request.Kind, request.Name, current => Decide(request, scale, current));
        var outcome = await resources.WriteAsync(write, context, CancellationToken.None);
        return ScaleAnswers.Of(request, outcome, warnings.Concat(context.Warnings));
    }

    private static UpdateDecision Decide(ResourceRequest request, JsonObject scale, JsonObject? current)
    {
        if (current is null)
        {
            return new UpdateDecision.Refuse(new Refusal.NotFound(request.Kind.QualifiedResource, request.Info.Name));
        }

        var (document, refusal) = ScaleDocument.ApplyTo(current, scale, request.Kind);
        return refusal is null ? new UpdateDecision.Replace(document!) : new UpdateDecision.Refuse(refusal);
    }
}
