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
internal sealed class DiscoveryRoute(IResourceClient resources, AggregatedVersions aggregated, IEnumerable<IReview> reviews) : IPathRoute
{
    public bool Serves(string path) => path.Split('/') is ["api" or "apis"] or ["api", _] or ["apis", _] or ["apis", _, _];

    public async Task<IResult> AnswerAsync(ApiRequest request)
    {
        var kinds = await DiscoveredKinds.ReadAsync(resources, request.Http.RequestAborted);
        var parts = request.Info.Path.Split('/');
        if (parts is ["apis"])
        {
            kinds.DemandAll();
        }

        var others = parts is ["apis"] or ["apis", _] ? await aggregated.ReadAsync(demandAll: parts.Length == 1, request.Aborted) : [];
        if (parts.Length == 1 && AggregatedForm(request.Http.Request) is var (form, version))
        {
            // What this server is to serve, but does not, is told of in the older form alone.
            var known = new ServedResources(kinds.Table, reviews, [.. others.Where(one => !one.IsLocal)]);
            request.Http.Response.Headers.Vary = "Accept";
            var contentType = $"{form.ContentType};g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList";
            return WithTag(request, AggregatedDiscovery.Of(known, isCore: parts[0] == "api", version, kinds.IsStale), form, contentType);
        }

        if (Negotiator.Negotiate(request.Http.Request, shapes: false, ProtobufForms.All) is not { } representation)
        {
            return new StatusAnswer(ApiStatuses.NotAcceptableOfBuiltIn);
        }

        var served = new ServedResources(kinds.Table, reviews, others);
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
            kinds.DemandCurrent();
            return (parts is ["apis", var named, var wanted] ? await AggregatedApis.RefuseAsync(resources, named, wanted, request.Aborted) : null) ?? new StatusAnswer(ApiStatuses.UnknownPath, representation);
        }

        if (parts.Length == 1)
        {
            request.Http.Response.Headers.Vary = "Accept";
        }

        return new DocumentAnswer(StatusCodes.Status200OK, document, representation);
    }

    /// <summary>The encoding and the version in which the client wants everything at once; null where it prefers the older form.</summary>
    private static (Representation Form, string Version)? AggregatedForm(HttpRequest request)
    {
        foreach (var range in MediaRange.Parse(request.Headers.Accept.ToString()))
        {
            if (range.Type is not (MediaTypes.Json or MediaTypes.Protobuf))
            {
                continue;
            }

            if (range["as"] == "APIGroupDiscoveryList" && range["g"] == "apidiscovery.k8s.io" && range["v"] is "v2" or "v2beta1")
            {
                return (new Representation(range.Type == MediaTypes.Json ? AnswerFormat.Json : AnswerFormat.Protobuf), range["v"]);
            }

            if (range["as"].Length == 0)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The tag names the content in its form, so that clients need not fetch again what they have.</summary>
    private static IResult WithTag(ApiRequest request, JsonObject document, Representation representation, string contentType)
    {
        var tag = $"\"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(contentType + document.ToJsonString())))}\"";
        request.Http.Response.Headers.ETag = tag;
        return request.Http.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(tag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : new DocumentAnswer(StatusCodes.Status200OK, document, representation, contentType);
    }
}
