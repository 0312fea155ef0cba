using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Authorization;

/// <summary>Lets everyone who is known do everything; others reach only what is open to all.</summary>
internal sealed class AuthenticatedMayAll : IAuthorizer
{
    /// <summary>Who is not known comes no further than to paths that are open.</summary>
    public ValueTask<bool> IsAllowedAsync(UserInfo user, AccessAttributes attributes, CancellationToken cancellationToken) =>
        ValueTask.FromResult(attributes.Path.Length > 0 || (user.Name != "system:anonymous" && !user.Groups.Contains("system:unauthenticated")));
}
