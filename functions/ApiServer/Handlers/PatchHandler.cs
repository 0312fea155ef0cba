using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Bodies;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Patches an object, or the part of it that a subresource is.</summary>
internal sealed class PatchHandler(IResourceClient resources, ApplyHandler applying) : IResourceHandler
{
    /// <summary>How often a patch that demands no version is tried, since its sender does not mind what others changed meanwhile.</summary>
    public const int AttemptsMax = 6;

    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        if (WriteOptions.ReadPatch(request, out var options) is { } fault)
        {
            return WriteAnswers.Refused(request, fault);
        }

        if (PatchTypes.IsApply(request))
        {
            return await applying.HandleAsync(request, options);
        }

        var read = await PatchBody.ReadAsync(request, ExpectedDocument.Of(request.Kind), options.Validation);
        if (read is PatchBodyOutcome.Malformed(var why))
        {
            return WriteAnswers.Of(request, await RefuseAsync(request, options, why), []);
        }

        if (read is not PatchBodyOutcome.Read(var patch))
        {
            return WriteAnswers.Refused(request, ((PatchBodyOutcome.Refused)read).Status);
        }

        var write = new ResourceWrite.Update(request.Kind, request.Name, current => Decide(request, patch, current));
        var (outcome, context) = await RetryAsync(request, options, patch, write);
        return WriteAnswers.Of(request, outcome, patch.Warnings.Concat(context.Warnings));
    }

    /// <summary>Refuses what is no patch, where there is something to be patched.</summary>
    internal Task<ResourceOutcome> RefuseAsync(ResourceRequest request, WriteOptions options, string why)
    {
        var refuse = new ResourceWrite.Update(request.Kind, request.Name, current => new UpdateDecision.Refuse(current is null ? Missing(request) : new Refusal.BadRequest(why)));
        return resources.WriteAsync(refuse, options.Context(request, request.Subresource), CancellationToken.None);
    }

    /// <summary>That there is nothing to be patched.</summary>
    internal static Refusal.NotFound Missing(ResourceRequest request) => new(request.Kind.QualifiedResource, request.Info.Name);

    /// <summary>Writes, and again after a conflict where the patch does not say on which version it builds.</summary>
    internal async Task<(ResourceOutcome Outcome, WriteContext Context)> RetryAsync(ResourceRequest request, WriteOptions options, PatchBody patch, ResourceWrite write)
    {
        for (var attempt = 1; ; attempt++)
        {
            var context = options.Context(request, request.Subresource);
            var outcome = await resources.WriteAsync(write, context, CancellationToken.None);
            if (attempt == AttemptsMax || patch.NamesVersion || outcome is not ResourceOutcome.Refused { Refusal: Refusal.Conflict })
            {
                return (outcome, context);
            }
        }
    }

    private static UpdateDecision Decide(ResourceRequest request, PatchBody patch, JsonObject? current)
    {
        if (current is null)
        {
            return new UpdateDecision.Refuse(Missing(request));
        }

        return patch.Apply(current) switch
        {
            (_, _, { } refusal) => new UpdateDecision.Refuse(refusal),
            ({ } document, _, _) when RequestBody.NameFault(request, document) is { } fault => new UpdateDecision.Refuse(new Refusal.BadRequest(fault)),
            // Another version than the one that is stored has another canonical form.
            ({ } document, var canonical, _) => new UpdateDecision.Replace(document) { Canonical = request.Kind is { Conversion: null, Definition: null } ? canonical : null },
            _ => new UpdateDecision.Nothing(),
        };
    }
}
