using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Pipeline;
using CloudOrchestrator.ApiServer.Requests;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>
/// Answers that there are no custom resources. <c>kubectl</c> asks before it says which kind of a file is unknown; without an
/// answer it says only that it could not ask.
/// </summary>
internal sealed class NoCustomResourcesRoute : IPathRoute
{
    public bool Serves(string path) => path == "apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    public Task<IResult> AnswerAsync(ApiRequest request)
    {
        var document = new JsonObject
        {
            ["kind"] = "CustomResourceDefinitionList",
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["metadata"] = new JsonObject { ["resourceVersion"] = "1" },
            ["items"] = new JsonArray(),
        };
        return Task.FromResult<IResult>(new DocumentAnswer(StatusCodes.Status200OK, document, Representation.Json));
    }
}
