using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Answers one object.</summary>
internal sealed class GetHandler(IResourceClient resources) : IResourceHandler
{
    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        var (item, status) = await ObjectReading.ReadAsync(resources, request);
        return item is null ? WriteAnswers.Refused(request, status!) : new ObjectAnswer(StatusCodes.Status200OK, item, request.Representation);
    }
}
