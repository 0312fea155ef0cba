namespace CloudOrchestrator.FakeAzureStorage.Requests;

/// <summary>Which account, service and path a URL names: <c>account.table.core.windows.net/path</c> or <c>127.0.0.1:port/account/path</c>.</summary>
internal sealed record RequestAddress(string Account, StorageService? Service, string Path, IReadOnlyDictionary<string, string> Query)
{
    public const string TableSuffix = ".table.core.windows.net";
    public const string BlobSuffix = ".blob.core.windows.net";

    public static RequestAddress Of(Uri uri)
    {
        var path = uri.AbsolutePath.TrimStart('/');
        var query = ReadQuery(uri.Query);
        var host = uri.Host;
        if (host.EndsWith(TableSuffix, StringComparison.OrdinalIgnoreCase))
        {
            return new(host[..^TableSuffix.Length], StorageService.Table, path, query);
        }

        if (host.EndsWith(BlobSuffix, StringComparison.OrdinalIgnoreCase))
        {
            return new(host[..^BlobSuffix.Length], StorageService.Blob, path, query);
        }

        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new(path, null, "", query) : new(path[..slash], null, path[(slash + 1)..], query);
    }

    public string? QueryValue(string name) => Query.GetValueOrDefault(name);

    private static Dictionary<string, string> ReadQuery(string query)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            values[Uri.UnescapeDataString(equals < 0 ? part : part[..equals])] = equals < 0 ? "" : Uri.UnescapeDataString(part[(equals + 1)..]);
        }

        return values;
    }
}
