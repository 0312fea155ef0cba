using CloudOrchestrator.ApiServer.Requests;

namespace CloudOrchestrator.ApiServer.Pipeline;

/// <summary>Answers GET of paths that are not resources.</summary>
internal interface IPathRoute
{
    /// <summary>Whether it answers this path, given without slashes at its ends.</summary>
    bool Serves(string path);

    /// <summary>Answers a request for such a path.</summary>
    Task<IResult> AnswerAsync(ApiRequest request);
}
