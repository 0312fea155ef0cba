using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Authorization;

/// <summary>Decides who may do what.</summary>
internal interface IAuthorizer
{
    /// <summary>Whether the user may.</summary>
    ValueTask<bool> IsAllowedAsync(UserInfo user, AccessAttributes attributes, CancellationToken cancellationToken);
}
