using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>Answers a workload's Scale.</summary>
internal sealed class GetScaleHandler(IResourceClient resources) : IResourceHandler
{
    public async Task<IResult> HandleAsync(ResourceRequest request) =>
        await resources.GetAsync(request.Kind, request.Name, request.Aborted) is { } item
            ? new ScaleAnswer(item, request.Representation)
            : WriteAnswers.Refused(request, RefusalStatus.Of(new Refusal.NotFound(request.Kind.QualifiedResource, request.Info.Name)));
}
