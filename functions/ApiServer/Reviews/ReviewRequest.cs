using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Bodies;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.ApiServer.Reviews;

/// <summary>Answers a review.</summary>
internal static class ReviewRequest
{
    /// <summary>Reads the question and answers it.</summary>
    public static async Task<IResult> AnswerAsync(IReview review, ApiRequest request)
    {
        if (Negotiator.Negotiate(request.Http.Request, shapes: false, ProtobufForms.All) is not { } representation)
        {
            return new StatusAnswer(ApiStatuses.NotAcceptableOfBuiltIn);
        }

        var expected = ExpectedDocument.BuiltIn($"{review.Group}/{review.Version}", review.Kind, review.Type);
        var body = await DocumentReader.ReadAsync(request.Http.Request, expected, request.Aborted);
        if (body is not BodyOutcome.Read(var document, _))
        {
            return new StatusAnswer(body is BodyOutcome.Refused(var fault) ? fault : ApiStatuses.BadRequest(UnreadBody.Empty(expected)), representation);
        }

        var wrong = new List<string>();
        _ = CanonicalForm.Of(document, expected.Schema, wrong);
        if (wrong.Count > 0)
        {
            return new StatusAnswer(ApiStatuses.BadRequest($"{review.Kind} in version \"{review.Version}\" cannot be handled as a {review.Kind}: {wrong[0]}"), representation);
        }

        if (review.Refuse(request, document) is { } refusal)
        {
            return new StatusAnswer(RefusalStatus.Of(refusal), representation);
        }

        document["status"] = await review.AnswerAsync(request, document);
        return new DocumentAnswer(StatusCodes.Status201Created, document, representation);
    }
}
