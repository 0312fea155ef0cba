using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Authorization;

/// <summary>Lets everyone who is known do everything; others reach only what is open to all.</summary>
internal sealed class AuthenticatedMayAll : IAuthorizer
{
    public ValueTask<bool> IsAllowedAsync(UserInfo user, AccessAttributes attributes, CancellationToken cancellationToken) => ValueTask.FromResult(true);
}
