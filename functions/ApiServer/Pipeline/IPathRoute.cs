using CloudOrchestrator.ApiServer.Requests;

namespace CloudOrchestrator.ApiServer.Pipeline;

/// <summary>Answers requests for paths that are not resources.</summary>
internal interface IPathRoute
{
    /// <summary>The HTTP methods that it answers; those that only read unless it says otherwise.</summary>
    IReadOnlyList<string> Methods => ReadMethods;

    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Whether it answers this path, given without slashes at its ends.</summary>
    bool Serves(string path);

    /// <summary>Whether a request stays open by nature, as a watch does, and so takes no room from others.</summary>
    bool StaysOpen(ApiRequest request) => false;

    /// <summary>Answers a request for such a path.</summary>
    Task<IResult> AnswerAsync(ApiRequest request);
}
