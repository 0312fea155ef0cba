using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>A path under <c>/api</c> or <c>/apis</c>, looked up in the table of kinds.</summary>
internal sealed record RequestPath(ResourceKind Kind, string Namespace, string Name, Subresource Subresource, bool IsWatch)
{
    /// <summary>Parses a path that names objects; null for all others.</summary>
    public static RequestPath? Parse(string path, KindTable kinds)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, version, rest) = parts switch
        {
            ["api", var core, .. var tail] => ("", core, tail),
            ["apis", var named, var served, .. var tail] => (named, served, tail),
            _ => ("", "", []),
        };
        var isWatch = rest is ["watch", ..];
        if (isWatch)
        {
            rest = rest[1..];
        }

        return Parse(rest, kinds, group, version) is { } found ? found with { IsWatch = isWatch } : null;
    }

    private static RequestPath? Parse(string[] rest, KindTable kinds, string group, string version)
    {
        if (rest is ["namespaces", var scope, var plural, .. var inner] && kinds.Find(group, version, plural) is { Namespaced: true } namespaced)
        {
            return Of(namespaced, scope, inner);
        }

        if (rest is [var resource, .. var tail] && kinds.Find(group, version, resource) is { } kind)
        {
            // Objects of a namespace have no path outside of it; only their lists do.
            return kind.Namespaced && tail.Length > 0 ? null : Of(kind, "", tail);
        }

        return null;
    }

    private static RequestPath? Of(ResourceKind kind, string scope, string[] tail) => tail switch
    {
        [] => new RequestPath(kind, scope, "", Subresource.None, false),
        [var name] => new RequestPath(kind, scope, name, Subresource.None, false),
        [var name, var sub] when Enum.TryParse<Subresource>(sub, ignoreCase: true, out var subresource)
            && kind.Has(subresource) && sub == sub.ToLowerInvariant() && !char.IsAsciiDigit(sub[0]) => new RequestPath(kind, scope, name, subresource, false),
        _ => null,
    };
}
