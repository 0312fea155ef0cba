using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.PipelineApply;

/// <summary>Asks whether the acting user may do to an object what a request of its own would do.</summary>
internal static class ObjectAccess
{
    /// <summary>Null, or that the user may not.</summary>
    /// <param name="authorizer">Who may do what.</param>
    /// <param name="request">The request, whose user acts.</param>
    /// <param name="verb">The verb.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="name">The object; with an empty name all of its namespace.</param>
    public static async ValueTask<ApiStatus?> ForbiddenAsync(IAuthorizer authorizer, ApiRequest request, string verb, ResourceKind kind, ObjectName name)
    {
        var info = new RequestInfo
        {
            Path = request.Info.Path,
            Verb = verb,
            IsResource = true,
            Group = kind.Group,
            Version = kind.Version,
            Resource = kind.Plural,
            Namespace = name.Namespace,
            Name = name.Name,
        };
        return await authorizer.IsAllowedAsync(request.User, AccessAttributes.Of(info), CancellationToken.None)
            ? null
            : ApiStatuses.Forbidden(request with { Info = info }, verb);
    }
}
