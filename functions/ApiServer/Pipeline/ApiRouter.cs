using System.Collections.Frozen;
using CloudOrchestrator.ApiServer.Answers;
using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Reviews;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.Pipeline;

/// <summary>Finds what answers a request. Kinds are looked up at run time, so that a kind added later is served at once.</summary>
internal sealed class ApiRouter(IResourceClient resources, IEnumerable<HandlerRow> handlers, IEnumerable<IPathRoute> paths, IEnumerable<IReview> reviews)
{
    private static readonly FrozenDictionary<string, Subresource> Subresources =
        Enum.GetValues<Subresource>().ToFrozenDictionary(subresource => subresource == Subresource.None ? "" : subresource.ToString().ToLowerInvariant());

    private readonly FrozenDictionary<(Subresource, string, bool), HandlerRow> _handlers = handlers.ToFrozenDictionary(row => (row.Subresource, row.Verb, row.IsReported));
    private readonly IReadOnlyList<IPathRoute> _paths = [.. paths];
    private readonly IReadOnlyList<IReview> _reviews = [.. reviews];

    /// <summary>Answers a request.</summary>
    public async Task<IResult> RouteAsync(ApiRequest request)
    {
        var info = request.Info;
        if (!info.IsResource)
        {
            return await RoutePathAsync(request);
        }

        if (resources.Kinds.Find(info.Group, info.Version, info.Resource) is { Definition: null } builtIn)
        {
            return await RouteKindAsync(request, builtIn);
        }

        var review = _reviews.FirstOrDefault(one => one.Plural == info.Resource && one.Group == info.Group && one.Version == info.Version);
        if (review is null)
        {
            // Custom kinds come and go, and other processes define them too.
            var kind = info.Group.Contains('.', StringComparison.Ordinal) ? (await resources.KindsAsync(request.Http.RequestAborted)).Find(info.Group, info.Version, info.Resource) : null;
            return kind is not null ? await RouteCustomAsync(request, kind) : await AggregatedAsync(info, request.Aborted) ?? await RoutePathAsync(request);
        }

        return await (info.Name.Length > 0 || info.Namespace.Length > 0 != review.Namespaced ? Refuse(ApiStatuses.UnknownPath)
            : info.Verb == Verbs.Create ? ReviewRequest.AnswerAsync(review, request)
            : Refuse(ApiStatuses.MethodNotAllowed));
    }

    private async ValueTask<IResult?> AggregatedAsync(RequestInfo info, CancellationToken cancellationToken) =>
        info.Group.Length == 0 ? null : await AggregatedApis.RefuseAsync(resources, info.Group, info.Version, cancellationToken);

    private Task<IResult> RouteCustomAsync(ApiRequest request, ResourceKind kind) => kind.Definition!.NeedsConversion
        ? Refuse(ApiStatuses.Unavailable($"conversion webhook for {kind.ApiVersion}, Kind={kind.Kind} failed: webhooks are not called"))
        : RouteKindAsync(request, kind);

    /// <summary>Whether a request stays open by nature, and so takes no room from others.</summary>
    public bool StaysOpen(ApiRequest request) =>
        request.Info.IsResource ? request.Info.Verb == Verbs.Watch || request.Info.Subresource == "log" : PathRoute(request)?.StaysOpen(request) ?? false;

    private IPathRoute? PathRoute(ApiRequest request) => _paths.FirstOrDefault(path => path.Serves(request.Info.Path));

    private Task<IResult> RoutePathAsync(ApiRequest request)
    {
        if (PathRoute(request) is not { } route)
        {
            return Refuse(ApiStatuses.UnknownPath);
        }

        if (route.Methods.Contains(request.Http.Request.Method) && request.Info.Verb != Verbs.Watch)
        {
            return route.AnswerAsync(request);
        }

        request.Http.Response.Headers.Allow = string.Join(", ", route.Methods);
        return Refuse(ApiStatuses.MethodNotAllowed);
    }

    private Task<IResult> RouteKindAsync(ApiRequest request, ResourceKind kind)
    {
        var info = request.Info;
        if (!Subresources.TryGetValue(info.Subresource, out var subresource)
            || (subresource != Subresource.None && !kind.Has(subresource))
            || !IsInScope(info, kind))
        {
            return Refuse(ApiStatuses.UnknownPath);
        }

        var (target, part) = kind.StandsFor ?? (kind, subresource);
        if (!_handlers.TryGetValue((part, info.Verb, kind.IsReported), out var row) || !KindVerbs.Of(kind, subresource).Contains(info.Verb) || !IsPlaced(info, kind, subresource))
        {
            return NotAllowed(request, kind, subresource);
        }

        if (kind.Deprecation is { } deprecation)
        {
            WarningHeader.Add(request.Http.Response, [deprecation]);
        }

        if (FormOf(request.Http.Request, info, kind, part) is not { } representation)
        {
            return Refuse((info.Verb == Verbs.Watch, kind.Definition is null) switch
            {
                (true, true) => ApiStatuses.NotAcceptableOfBuiltInWatch,
                (true, _) => ApiStatuses.NotAcceptableOfWatch,
                (_, true) => ApiStatuses.NotAcceptableOfBuiltIn,
                _ => ApiStatuses.NotAcceptable,
            });
        }

        if (ShapeRules.Check(request.Query, info.Verb, kind, part, representation) is { } unshaped)
        {
            return Task.FromResult<IResult>(new StatusAnswer(unshaped, representation));
        }

        return row.Handler.HandleAsync(new ResourceRequest(request.Http, info, request.User, request.AuditId, target, part, representation));
    }

    /// <summary>The form of the answer; null where there is none that the client takes.</summary>
    private static Representation? FormOf(HttpRequest request, RequestInfo info, ResourceKind kind, Subresource subresource)
    {
        var protobuf = kind.Definition is null ? ProtobufForms.All : ProtobufForms.MetadataAlone;
        var shapes = subresource is Subresource.None or Subresource.Status or Subresource.Approval or Subresource.Scale;
        if (info.Verb == Verbs.Watch)
        {
            // What is quiet in JSON stays open, while in protobuf nothing can be sent that says nothing: it is for those who take nothing else.
            return Negotiator.Negotiate(request, shapes) is { Format: AnswerFormat.Json } json ? json
                : Negotiator.Negotiate(request, shapes, protobuf) is { Format: AnswerFormat.Protobuf } frames ? frames
                : null;
        }

        // A log is text, whatever the client says that it takes.
        return Negotiator.Negotiate(request, shapes, protobuf) ?? (subresource == Subresource.Log ? Representation.Json : null);
    }

    /// <summary>Whether paths of this form exist for the kind.</summary>
    private static bool IsInScope(RequestInfo info, ResourceKind kind) =>
        kind.StandsFor is not null ? info.Namespace.Length > 0 == kind.Namespaced && info.Name.Length == 0
        : kind.Namespaced ? info.Namespace.Length > 0 || info.Name.Length == 0 : info.Namespace.Length == 0;

    /// <summary>Whether the verb fits a path with or without namespace and name.</summary>
    private static bool IsPlaced(RequestInfo info, ResourceKind kind, Subresource subresource) => info.Verb switch
    {
        Verbs.Create when subresource == Subresource.None => info.Name.Length == 0 && (!kind.Namespaced || info.Namespace.Length > 0),
        Verbs.Update or Verbs.Patch => info.Name.Length > 0,
        Verbs.DeleteCollection => !kind.Namespaced || info.Namespace.Length > 0,
        _ => true,
    };

    private static Task<IResult> NotAllowed(ApiRequest request, ResourceKind kind, Subresource subresource)
    {
        request.Http.Response.Headers.Allow = string.Join(", ", Methods(request.Info, kind, subresource));
        return HttpMethods.IsOptions(request.Http.Request.Method)
            ? Task.FromResult<IResult>(TypedResults.NoContent())
            : Refuse(ApiStatuses.MethodNotAllowed);
    }

    private static IEnumerable<string> Methods(RequestInfo info, ResourceKind kind, Subresource subresource)
    {
        var isNamed = info.Name.Length > 0;
        return KindVerbs.Of(kind, subresource)
            .Where(verb => IsPlaced(info with { Verb = verb }, kind, subresource))
            .Select(verb => verb switch
            {
                Verbs.Get when isNamed => "GET, HEAD",
                Verbs.List when !isNamed => "GET, HEAD",
                Verbs.Create => "POST",
                Verbs.Update => "PUT",
                Verbs.Patch => "PATCH",
                Verbs.Delete when isNamed => "DELETE",
                Verbs.DeleteCollection when !isNamed => "DELETE",
                _ => null,
            })
            .OfType<string>();
    }

    private static Task<IResult> Refuse(ApiStatus status) => Task.FromResult<IResult>(new StatusAnswer(status));
}
