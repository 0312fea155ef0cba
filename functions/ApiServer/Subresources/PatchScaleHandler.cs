using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Bodies;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>Patches a workload's Scale.</summary>
internal sealed class PatchScaleHandler(PatchHandler patches, ApplyHandler applying) : IResourceHandler
{
    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        if (WriteOptions.ReadPatch(request, out var options) is { } fault)
        {
            return WriteAnswers.Refused(request, fault);
        }

        if (PatchTypes.IsApply(request))
        {
            return await ApplyAsync(request, options);
        }

        var read = await PatchBody.ReadAsync(request, ExpectedDocument.Scale, options.Validation);
        if (read is PatchBodyOutcome.Malformed(var why))
        {
            return ScaleAnswers.Of(request, await patches.RefuseAsync(request, options, why), []);
        }

        if (read is not PatchBodyOutcome.Read(var patch))
        {
            return WriteAnswers.Refused(request, ((PatchBodyOutcome.Refused)read).Status);
        }

        var write = new ResourceWrite.Update(request.Kind, request.Name, current => Decide(request, patch, current));
        var (outcome, context) = await patches.RetryAsync(request, options, patch, write);
        return ScaleAnswers.Of(request, outcome, patch.Warnings.Concat(context.Warnings));
    }

    private async Task<IResult> ApplyAsync(ResourceRequest request, WriteOptions options)
    {
        var warnings = new List<string>();
        var body = await ApplyBody.ReadAsync(request, ExpectedDocument.Scale, options.Validation, warnings);
        if (body is not BodyOutcome.Read(var scale, _))
        {
            return WriteAnswers.Refused(request, ((BodyOutcome.Refused)body).Status);
        }

        var (config, refusal) = ScaleDocument.ConfigOf(scale, request.Kind);
        if (config is null)
        {
            return WriteAnswers.Refused(request, RefusalStatus.Of(refusal!));
        }

        var (outcome, context) = await applying.WriteAsync(request, options, config);
        return ScaleAnswers.Of(request, outcome, warnings.Concat(context.Warnings));
    }

    private static UpdateDecision Decide(ResourceRequest request, PatchBody patch, JsonObject? current)
    {
        if (current is null)
        {
            return new UpdateDecision.Refuse(PatchHandler.Missing(request));
        }

        var (scale, _, refusal) = patch.Apply(ScaleDocument.Of(current, request.Kind));
        if (refusal is not null)
        {
            return new UpdateDecision.Refuse(refusal);
        }

        if (RequestBody.NameFault(request, scale!) is { } fault)
        {
            return new UpdateDecision.Refuse(new Refusal.BadRequest(fault));
        }

        (var document, refusal) = ScaleDocument.ApplyTo(current, scale!, request.Kind);
        return refusal is null ? new UpdateDecision.Replace(document!) : new UpdateDecision.Refuse(refusal);
    }
}
