using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.ApiServer.Handlers;

/// <summary>Answers of writes.</summary>
internal static class WriteAnswers
{
    /// <summary>The answer that holds the object written, or why it was not.</summary>
    public static IResult Of(ResourceRequest request, ResourceOutcome outcome, IEnumerable<string> warnings)
    {
        WarningHeader.Add(request.Http.Response, warnings);
        return outcome switch
        {
            ResourceOutcome.Done(var item, var effect) =>
                new ObjectAnswer(effect == WriteEffect.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK, item, request.Representation),
            ResourceOutcome.Refused(var refusal) => Refused(request, RefusalStatus.Of(refusal)),
            _ => throw new NotSupportedException($"No answer is known for {outcome.GetType().Name}."),
        };
    }

    /// <summary>An answer that says why not, in the encoding asked for.</summary>
    public static StatusAnswer Refused(ResourceRequest request, ApiStatus status) => new(status, request.Representation);
}
