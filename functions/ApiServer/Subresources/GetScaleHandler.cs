using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>Answers a workload's Scale.</summary>
internal sealed class GetScaleHandler(IResourceClient resources) : IResourceHandler
{
    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        var (item, status) = await ObjectReading.ReadAsync(resources, request);
        return item is null ? WriteAnswers.Refused(request, status!) : new ScaleAnswer(item, request.Representation);
    }
}
