using CloudOrchestrator.ApiServer.Requests;

namespace CloudOrchestrator.ApiServer.Pipeline;

/// <summary>Answers requests for paths that are not resources.</summary>
internal interface IPathRoute
{
    /// <summary>The methods that it answers, in lower case or as the verb that a resource of such a path would have; GET and HEAD unless it says otherwise.</summary>
    IReadOnlyList<string> Verbs => ReadVerbs;

    private static readonly string[] ReadVerbs = [Requests.Verbs.Get, Requests.Verbs.List, "head"];

    /// <summary>Whether it answers this path, given without slashes at its ends.</summary>
    bool Serves(string path);

    /// <summary>Whether a request stays open by nature, as a watch does, and so takes no room from others.</summary>
    bool StaysOpen(ApiRequest request) => false;

    /// <summary>Answers a request for such a path.</summary>
    Task<IResult> AnswerAsync(ApiRequest request);
}
