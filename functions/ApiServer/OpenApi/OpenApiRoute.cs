using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Pipeline;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>Answers the paths below <c>/openapi</c>.</summary>
internal sealed class OpenApiRoute(OpenApiDocuments documents) : IPathRoute
{
    public bool Serves(string path) => path is "openapi/v2" or "openapi/v3" || path.StartsWith("openapi/v3/", StringComparison.Ordinal);

    public Task<IResult> AnswerAsync(ApiRequest request) => Task.FromResult<IResult>(new OpenApiAnswer(documents));

    private sealed class OpenApiAnswer(OpenApiDocuments documents) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            if (!await documents.TryAnswerAsync(httpContext))
            {
                await new StatusAnswer(ApiStatuses.UnknownPath).ExecuteAsync(httpContext);
            }
        }
    }
}
