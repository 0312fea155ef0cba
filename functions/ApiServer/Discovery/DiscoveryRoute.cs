using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Pipeline;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Reviews;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Discovery;

/// <summary>Says which kinds are served, group by group or all at once.</summary>
internal sealed class DiscoveryRoute(IResourceClient resources, IEnumerable<IReview> reviews) : IPathRoute
{
    public bool Serves(string path) => path.Split('/') is ["api" or "apis"] or ["api", _] or ["apis", _] or ["apis", _, _];

    public async Task<IResult> AnswerAsync(ApiRequest request)
    {
        var served = new ServedResources(await resources.KindsAsync(request.Http.RequestAborted), reviews);
        var parts = request.Info.Path.Split('/');
        if (parts.Length == 1 && AggregatedVersion(request.Http.Request) is { } version)
        {
            request.Http.Response.Headers.Vary = "Accept";
            var contentType = $"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList";
            return WithTag(request, AggregatedDiscovery.Of(served, isCore: parts[0] == "api", version), Representation.Json, contentType);
        }

        if (Negotiator.Negotiate(request.Http.Request, shapes: false) is not { } representation)
        {
            return new StatusAnswer(ApiStatuses.NotAcceptable);
        }

        var document = parts switch
        {
            ["api"] => GroupDiscovery.Core(request.Http.Request),
            ["apis"] => GroupDiscovery.All(served),
            ["apis", var group] => GroupDiscovery.One(served, group),
            ["api", var core] => ResourceDiscovery.Of(served, "", core),
            _ => ResourceDiscovery.Of(served, parts[1], parts[2]),
        };
        if (document is null)
        {
            return new StatusAnswer(ApiStatuses.UnknownPath, representation);
        }

        if (parts.Length == 1)
        {
            request.Http.Response.Headers.Vary = "Accept";
        }

        return new DocumentAnswer(StatusCodes.Status200OK, document, representation);
    }

    /// <summary>The version in which the client wants everything at once; null where it prefers the older form.</summary>
    private static string? AggregatedVersion(HttpRequest request)
    {
        foreach (var range in MediaRange.Parse(request.Headers.Accept.ToString()))
        {
            if (range.Type != MediaTypes.Json)
            {
                continue;
            }

            if (range["as"] == "APIGroupDiscoveryList" && range["g"] == "apidiscovery.k8s.io" && range["v"] is "v2" or "v2beta1")
            {
                return range["v"];
            }

            if (range["as"].Length == 0)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The tag names the content, so that clients need not fetch again what they have.</summary>
    private static IResult WithTag(ApiRequest request, JsonObject document, Representation representation, string contentType)
    {
        var tag = $"\"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(document.ToJsonString())))}\"";
        request.Http.Response.Headers.ETag = tag;
        return request.Http.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(tag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : new DocumentAnswer(StatusCodes.Status200OK, document, representation, contentType);
    }
}
