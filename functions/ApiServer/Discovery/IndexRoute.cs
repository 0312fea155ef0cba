using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Health;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Pipeline;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Reviews;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>Lists the paths that there are.</summary>
internal sealed class IndexRoute(IResourceClient resources, AggregatedVersions aggregated, IEnumerable<IReview> reviews, IEnumerable<IHealthCheck> checks) : IPathRoute
{
    private static readonly string[] Always = ["/api", "/api/v1", "/apis", "/apis/", "/apply", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/openapi/v3/", "/readyz", "/version"];

    public bool Serves(string path) => path is "" or "index.html";

    public async Task<IResult> AnswerAsync(ApiRequest request)
    {
        if (request.Http.Request.Path.Value is not ("" or "/" or "/index.html"))
        {
            return new StatusAnswer(ApiStatuses.UnknownPath);
        }

        var kinds = await DiscoveredKinds.ReadAsync(resources, request.Aborted);
        kinds.DemandAll();
        var served = new ServedResources(kinds.Table, reviews, await aggregated.ReadAsync(demandAll: true, request.Aborted));
        var paths = Always.Concat(served.Groups.SelectMany(OfGroup)).Concat(checks.SelectMany(OfCheck)).Order(StringComparer.Ordinal);
        var document = new JsonObject { ["paths"] = new JsonArray([.. paths.Select(path => (JsonNode)path)]) };
        return new DocumentAnswer(StatusCodes.Status200OK, document, Representation.Json with { Pretty = true });
    }

    private static IEnumerable<string> OfGroup((string Group, IReadOnlyList<string> Versions) served) =>
        served.Versions.Select(version => $"/apis/{served.Group}/{version}").Prepend($"/apis/{served.Group}");

    private static IEnumerable<string> OfCheck(IHealthCheck check) =>
        (check.CountsForLife ? (string[])["healthz", "livez", "readyz"] : ["healthz", "readyz"]).Select(endpoint => $"/{endpoint}/{check.Name}");
}
