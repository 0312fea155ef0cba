namespace CloudOrchestrator.ApiServer.Requests;

/// <summary>Reads what a request is about from its method and path. Kinds play no part in it.</summary>
internal static class RequestInfoParser
{
    /// <summary>Namespace, resource, name and subresource: no path below a version has more parts.</summary>
    private const int PartsMax = 5;

    /// <summary>Reads one request.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path, unescaped.</param>
    /// <param name="watch">Whether the query asks for a watch.</param>
    /// <returns>Null where no resource and nothing else can be at such a path.</returns>
    public static RequestInfo? Parse(string method, string path, bool watch)
    {
        var trimmed = path.Trim('/');
        if (path.StartsWith("//", StringComparison.Ordinal) || trimmed.Contains("//", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = trimmed.Split('/');
        var start = parts[0] switch { "api" => 2, "apis" => 3, _ => int.MaxValue };
        if (parts.Length <= start)
        {
            return new RequestInfo { Path = trimmed, Verb = method.ToLowerInvariant() };
        }

        var isWatchPath = parts[start] == "watch";
        var rest = parts.AsSpan(isWatchPath ? start + 1 : start);
        if (rest.IsEmpty || rest.Length > PartsMax)
        {
            return null;
        }

        var info = Place(rest, new RequestInfo
        {
            Path = trimmed,
            Verb = "",
            IsResource = true,
            Group = start == 3 ? parts[1] : "",
            Version = parts[start - 1],
        });
        return info is null ? null : info with { Verb = Verb(method, info.Name.Length > 0, isWatchPath || watch) };
    }

    private static RequestInfo? Place(ReadOnlySpan<string> rest, RequestInfo info)
    {
        // A namespace stands before a resource, except where namespaces themselves are the resource.
        if (rest[0] == "namespaces" && rest.Length > 2 && !(rest.Length == 3 && rest[2] is "status" or "finalize"))
        {
            info = info with { Namespace = rest[1] };
            rest = rest[2..];
        }

        return rest.Length > 3
            ? null
            : info with
            {
                Resource = rest[0],
                Name = rest.Length > 1 ? rest[1] : "",
                Subresource = rest.Length > 2 ? rest[2] : "",
            };
    }

    private static string Verb(string method, bool named, bool watch) => method switch
    {
        "GET" when watch => Verbs.Watch,
        "GET" or "HEAD" => named ? Verbs.Get : Verbs.List,
        "POST" => Verbs.Create,
        "PUT" => Verbs.Update,
        "PATCH" => Verbs.Patch,
        "DELETE" => named ? Verbs.Delete : Verbs.DeleteCollection,
        _ => "",
    };
}
