using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>Answers of writes of a Scale.</summary>
internal static class ScaleAnswers
{
    /// <summary>The Scale as it is now, or why it was not written.</summary>
    public static IResult Of(ResourceRequest request, ResourceOutcome outcome, IEnumerable<string> warnings)
    {
        WarningHeader.Add(request.Http.Response, warnings);
        return outcome switch
        {
            ResourceOutcome.Done(var item, _) => new ScaleAnswer(item, request.Representation),
            ResourceOutcome.Refused(var refusal) => WriteAnswers.Refused(request, RefusalStatus.Of(refusal)),
            _ => throw new NotSupportedException($"No answer is known for {outcome.GetType().Name}."),
        };
    }
}
