using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Answers one object.</summary>
internal sealed class GetHandler(IResourceClient resources) : IResourceHandler
{
    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        var version = request.Query.Text("resourceVersion");
        if (!ListOptions.TryRevision(version, out _))
        {
            return WriteAnswers.Refused(request, ApiStatuses.BadRequest($"resourceVersion: Invalid value: \"{version}\": strconv.ParseUint: parsing \"{version}\": invalid syntax"));
        }

        var item = await resources.GetAsync(request.Kind, request.Name, request.Aborted);
        return item is null
            ? WriteAnswers.Refused(request, RefusalStatus.Of(new Refusal.NotFound(request.Kind.QualifiedResource, request.Info.Name)))
            : new ObjectAnswer(StatusCodes.Status200OK, item, request.Representation);
    }
}
