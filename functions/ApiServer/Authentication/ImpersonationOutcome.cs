using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Authentication;

/// <summary>As whom a request runs.</summary>
internal abstract record ImpersonationOutcome
{
    private ImpersonationOutcome()
    {
    }

    /// <summary>As this user: the sender, or whom the sender may act as.</summary>
    public sealed record Acting(UserInfo User) : ImpersonationOutcome;

    /// <summary>As nobody.</summary>
    public sealed record Refused(ApiStatus Status) : ImpersonationOutcome;
}
