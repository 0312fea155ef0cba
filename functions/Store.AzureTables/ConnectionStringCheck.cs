namespace CloudOrchestrator.Store.AzureTables;

/// <summary>Says which setting of a connection string is wrong. It never repeats a value: one of them is the account's key.</summary>
internal static class ConnectionStringCheck
{
    private const string Development = "UseDevelopmentStorage";

    private static readonly string[] Known =
    [
        Development, "DevelopmentStorageProxyUri", "DefaultEndpointsProtocol", "AccountName", "AccountKey", "EndpointSuffix", "SharedAccessSignature",
        "TableEndpoint", "TableSecondaryEndpoint", "BlobEndpoint", "BlobSecondaryEndpoint",
        "QueueEndpoint", "QueueSecondaryEndpoint", "FileEndpoint", "FileSecondaryEndpoint",
    ];

    /// <summary>Null if the SDK can use the string, else what is wrong with it.</summary>
    public static string? Objection(string? connectionString)
    {
        if (connectionString is null)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return "the connection string is empty.";
        }

        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in Parts(connectionString))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                return "the connection string is not a list of name=value settings between semicolons.";
            }

            var name = part[..equals];
            if (!Known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return $"the connection string has an unknown setting {name}.";
            }

            if (!settings.TryAdd(name, part[(equals + 1)..]))
            {
                return $"the connection string sets {name} twice.";
            }
        }

        return Objection(settings);
    }

    /// <summary>The string without the blanks that the SDK would take for a part of a name.</summary>
    public static string Trimmed(string connectionString) => string.Join(';', Parts(connectionString));

    private static string[] Parts(string connectionString) =>
        connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Objection(Dictionary<string, string> settings)
    {
        if (settings.ContainsKey(Development))
        {
            return settings[Development].Equals("true", StringComparison.OrdinalIgnoreCase) ? null : $"the connection string's {Development} is not true.";
        }

        foreach (var endpoint in new[] { "TableEndpoint", "BlobEndpoint" })
        {
            if (settings.TryGetValue(endpoint, out var address) && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            {
                return $"the connection string's {endpoint} is not an http address.";
            }
        }

        return settings.ContainsKey("SharedAccessSignature")
            ? Missing(settings, "TableEndpoint") ?? Missing(settings, "BlobEndpoint")
            : Missing(settings, "AccountName") ?? Missing(settings, "AccountKey") ?? KeyObjection(settings["AccountKey"]) ?? EndpointsObjection(settings);
    }

    private static string? Missing(Dictionary<string, string> settings, string name) =>
        settings.TryGetValue(name, out var value) && value.Length > 0 ? null : $"the connection string has no {name}.";

    private static string? KeyObjection(string key) =>
        Convert.TryFromBase64String(key, new byte[key.Length], out _) ? null : "the connection string's AccountKey is not base64.";

    private static string? EndpointsObjection(Dictionary<string, string> settings) =>
        settings.ContainsKey("TableEndpoint") == settings.ContainsKey("BlobEndpoint")
            ? null
            : Missing(settings, "TableEndpoint") ?? Missing(settings, "BlobEndpoint");
}
