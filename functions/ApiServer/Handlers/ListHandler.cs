using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Answers a page of objects.</summary>
internal sealed class ListHandler(IResourceClient resources) : IResourceHandler
{
    public async Task<IResult> HandleAsync(ResourceRequest request)
    {
        if (ListOptions.Read(request, isWatch: false, out var options) is { } fault)
        {
            return WriteAnswers.Refused(request, fault);
        }

        var outcome = await resources.ListAsync(request.Kind, options.ToListQuery(request.NamespaceOrAll), request.Aborted);
        return outcome switch
        {
            ListOutcome.Page page => new ListAnswer(request.Kind, page, request.Representation),
            ListOutcome.Refused(var refusal) => WriteAnswers.Refused(request, RefusalStatus.Of(refusal)),
            _ => throw new NotSupportedException($"No answer is known for {outcome.GetType().Name}."),
        };
    }
}
