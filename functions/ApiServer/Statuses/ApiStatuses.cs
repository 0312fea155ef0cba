using CloudOrchestrator.ApiServer.Negotiation;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Statuses;

/// <summary>The outcomes that have nothing to do with any object.</summary>
internal static class ApiStatuses
{
    public static ApiStatus UnknownPath { get; } = new(404, "NotFound", "the server could not find the requested resource") { HasDetails = true };

    public static ApiStatus Unauthorized { get; } = new(401, "Unauthorized", "Unauthorized");

    public static ApiStatus MethodNotAllowed { get; } = new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource") { HasDetails = true };

    public static ApiStatus NotAcceptable { get; } = NotAcceptableBut(MediaTypes.Json, MediaTypes.Yaml);

    public static ApiStatus NotAcceptableOfBuiltIn { get; } = NotAcceptableBut(MediaTypes.Json, MediaTypes.Yaml, MediaTypes.Protobuf);

    public static ApiStatus NotAcceptableOfWatch { get; } = NotAcceptableBut($"{MediaTypes.Json};stream=watch");

    public static ApiStatus NotAcceptableOfBuiltInWatch { get; } = NotAcceptableBut($"{MediaTypes.Json};stream=watch", $"{MediaTypes.Protobuf};stream=watch");

    /// <summary>That an answer has not the shape asked for.</summary>
    public static ApiStatus NotInShape(string message) => new(406, "NotAcceptable", message);

    public static ApiStatus BodyTooLarge { get; } =
        new(413, "RequestEntityTooLarge", $"Request entity too large: limit is {ApiServerOptions.BodyBytesMax}");

    public static ApiStatus TooManyRequests { get; } =
        new(429, "TooManyRequests", "the server has received too many requests and has asked us to try again later") { RetryAfterSeconds = 1 };

    public static ApiStatus UnsupportedMediaType(params IEnumerable<string> accepted) =>
        new(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}");

    public static ApiStatus BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiStatus Internal(string auditId) =>
        new(500, "InternalError", $"Internal error occurred: the server's log has the cause under audit id {auditId}")
        {
            Causes = [new FieldError("", "", "unforeseen exception")],
        };

    /// <summary>That the sender may not do something.</summary>
    public static ApiStatus Forbidden(ApiRequest request, string verb)
    {
        var info = request.Info;
        var message = info.IsResource
            ? $"{info.QualifiedResource}{(info.Name.Length > 0 ? $" \"{info.Name}\"" : "")} is forbidden: User \"{request.User.Name}\" cannot {verb} resource \"{ResourcePath(info)}\" in API group \"{info.Group}\" {Scope(info)}"
            : $"forbidden: User \"{request.User.Name}\" cannot {verb} path \"/{info.Path}\"";
        return new ApiStatus(403, "Forbidden", message) { Name = info.Name, Group = info.Group, Kind = info.Resource };
    }

    public static ApiStatus Unavailable(string message) => new(503, "ServiceUnavailable", message);

    /// <summary>That the store cannot serve now. Nothing was done, so that clients may try again, and most do when they are told after how long.</summary>
    public static ApiStatus StoreUnavailable(string message) => Unavailable(message) with { RetryAfterSeconds = 1 };

    /// <summary>Options that break rules, as a 422 of the options' own kind.</summary>
    public static ApiStatus InvalidOptions(string kind, params IReadOnlyList<FieldError> errors) =>
        RefusalStatus.Of(new Refusal.Invalid("meta.k8s.io", kind, "", errors));

    private static string ResourcePath(RequestInfo info) => info.Subresource.Length == 0 ? info.Resource : $"{info.Resource}/{info.Subresource}";

    private static string Scope(RequestInfo info) => info.Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace \"{info.Namespace}\"";

    private static ApiStatus NotAcceptableBut(params IEnumerable<string> types) =>
        new(406, "NotAcceptable", $"only the following media types are accepted: {string.Join(", ", types)}");
}
