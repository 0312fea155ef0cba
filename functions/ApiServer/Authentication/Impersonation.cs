using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Authentication;

/// <summary>Acting as someone else, as <c>kubectl --as</c> asks.</summary>
internal static class Impersonation
{
    private const string UserHeader = "Impersonate-User";
    private const string GroupHeader = "Impersonate-Group";

    /// <summary>The user to act as: the sender, or whom the sender may act as. Null where the sender may not.</summary>
    public static async ValueTask<UserInfo?> ActingUserAsync(ApiRequest request, IAuthorizer authorizer)
    {
        var headers = request.Http.Request.Headers;
        var name = headers[UserHeader].ToString();
        if (name.Length == 0)
        {
            // Groups without a user would be dropped silently, and the request would run with the sender's own rights.
            return headers.ContainsKey(GroupHeader) ? null : request.User;
        }

        var attributes = new AccessAttributes("impersonate", "", "v1", "users", "", "", name, "");
        if (!request.User.Groups.Contains("system:masters") || !await authorizer.IsAllowedAsync(request.User, attributes, request.Aborted))
        {
            return null;
        }

        var groups = headers[GroupHeader].OfType<string>().Append("system:authenticated").Distinct();
        return new UserInfo(name, [.. groups]);
    }
}
