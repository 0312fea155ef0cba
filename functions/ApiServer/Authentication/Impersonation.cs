using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Statuses;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Authentication;

/// <summary>Acting as someone else, as <c>kubectl --as</c> asks.</summary>
internal static class Impersonation
{
    private const string UserHeader = "Impersonate-User";
    private const string GroupHeader = "Impersonate-Group";
    private const string UidHeader = "Impersonate-Uid";
    private const string ExtraPrefix = "Impersonate-Extra-";
    private const string AccountPrefix = "system:serviceaccount:";
    private const string Authenticated = "system:authenticated";
    private const string Unauthenticated = "system:unauthenticated";

    /// <summary>As whom the request runs.</summary>
    public static async ValueTask<ImpersonationOutcome> ResolveAsync(ApiRequest request, IAuthorizer authorizer)
    {
        var headers = request.Http.Request.Headers;
        var parts = Parts(headers);
        if (parts.Count == 0)
        {
            return new ImpersonationOutcome.Acting(request.User);
        }

        var name = First(headers, UserHeader);
        if (name.Length == 0)
        {
            // What stands without a user would be dropped silently, and the request would run with the sender's own rights.
            return new ImpersonationOutcome.Refused(ApiStatuses.BadRequest($"requested [{string.Join(' ', parts)}] without impersonating a user"));
        }

        foreach (var wanted in parts.Select(part => part.Wanted))
        {
            if (!request.User.Groups.Contains("system:masters") || !await authorizer.IsAllowedAsync(request.User, AccessAttributes.Of(wanted), request.Aborted))
            {
                return new ImpersonationOutcome.Refused(ApiStatuses.Forbidden(request with { Info = wanted }, wanted.Verb));
            }
        }

        return new ImpersonationOutcome.Acting(new UserInfo(name, Groups(name, parts), Extra(parts)) { Uid = First(headers, UidHeader) });
    }

    /// <summary>Of a header that is sent several times the first counts, and no other.</summary>
    private static string First(IHeaderDictionary headers, string name) => headers[name] is [{ } first, ..] ? first : "";

    private static List<ImpersonationPart> Parts(IHeaderDictionary headers)
    {
        var parts = new List<ImpersonationPart>();
        if (First(headers, UserHeader) is { Length: > 0 } name)
        {
            parts.Add(Account(name) is var (@namespace, account) ? new ImpersonationPart("ServiceAccount", "serviceaccounts", account, @namespace) : new ImpersonationPart("User", "users", name));
        }

        parts.AddRange(headers[GroupHeader].OfType<string>().Select(group => new ImpersonationPart("Group", "groups", group)));
        foreach (var (header, values) in headers.Where(one => one.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase)))
        {
            var key = Uri.UnescapeDataString(header[ExtraPrefix.Length..].ToLowerInvariant());
            parts.AddRange(values.OfType<string>().Select(value => new ImpersonationPart("UserExtra", "userextras", value, Attribute: key)));
        }

        if (First(headers, UidHeader) is { Length: > 0 } uid)
        {
            parts.Add(new ImpersonationPart("UID", "uids", uid));
        }

        return parts;
    }

    /// <summary>The groups asked for, else those that a service account has; with the one of all who are known, or of all who are not.</summary>
    private static IReadOnlyList<string> Groups(string name, List<ImpersonationPart> parts)
    {
        List<string> groups = [.. parts.Where(part => part.Kind == "Group").Select(part => part.Name)];
        if (groups.Count == 0 && Account(name) is var (@namespace, _))
        {
            groups = ["system:serviceaccounts", $"system:serviceaccounts:{@namespace}"];
        }

        var isAnonymous = name == TokenAuthenticator.AnonymousName;
        if (isAnonymous ? !groups.Contains(Unauthenticated) : !groups.Contains(Authenticated) && !groups.Contains(Unauthenticated))
        {
            groups.Add(isAnonymous ? Unauthenticated : Authenticated);
        }

        return groups;
    }

    private static Dictionary<string, IReadOnlyList<string>> Extra(List<ImpersonationPart> parts) =>
        parts.Where(part => part.Kind == "UserExtra").GroupBy(part => part.Attribute).ToDictionary(one => one.Key, one => (IReadOnlyList<string>)[.. one.Select(part => part.Name)]);

    /// <summary>Namespace and name of the service account that a user name is of; null where it is of none.</summary>
    private static (string Namespace, string Name)? Account(string name) =>
        name.StartsWith(AccountPrefix, StringComparison.Ordinal) && name[AccountPrefix.Length..].Split(':') is [var @namespace, var account]
        && NameRules.IsLabel(@namespace) && NameRules.IsSubdomain(account)
            ? (@namespace, account)
            : null;
}
