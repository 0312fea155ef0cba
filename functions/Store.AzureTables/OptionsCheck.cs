using System.Text.RegularExpressions;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>Says which option is wrong, before the first request.</summary>
internal static partial class OptionsCheck
{
    private const string ReservedTable = "tables";

    private static readonly TimeSpan TimeoutMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TableTimeoutMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BlobTimeoutMax = TimeSpan.FromSeconds(600);

    /// <exception cref="StoreException">An option is wrong.</exception>
    public static void Check(AzureTablesOptions options)
    {
        if (Objection(options) is { } objection)
        {
            throw Exception(objection, null);
        }
    }

    /// <summary>What is wrong, with what it is about.</summary>
    public static StoreException Exception(string objection, Exception? cause)
    {
        var message = $"The store on Azure Table Storage: {objection}";
        return cause is null ? new StoreException(message) : new StoreException(message, cause);
    }

    /// <summary>What is wrong, or null.</summary>
    public static string? Objection(AzureTablesOptions options) =>
        options switch
        {
            { ConnectionString: not null, TableEndpoint: not null } or { ConnectionString: not null, BlobEndpoint: not null } =>
                "a connection string and an endpoint are set; set one or the other.",
            { ConnectionString: not null, ManagedIdentityClientId: not null } =>
                "a connection string and a managed identity are set; set one or the other.",
            { ConnectionString: null, TableEndpoint: null, BlobEndpoint: null } =>
                "neither a connection string nor the endpoints of an account are set.",
            { ConnectionString: null, TableEndpoint: null } => "the blob endpoint is set, the table endpoint is missing.",
            { ConnectionString: null, BlobEndpoint: null } => "the table endpoint is set, the blob endpoint is missing.",
            _ => EndpointObjection("table", options.TableEndpoint) ?? EndpointObjection("blob", options.BlobEndpoint) ??
                ConnectionStringCheck.Objection(options.ConnectionString) ?? ClusterObjection(options.Cluster) ??
                TimeoutObjection("table", options.TableTimeout, TableTimeoutMax) ?? TimeoutObjection("blob", options.BlobTimeout, BlobTimeoutMax),
        };

    /// <summary>Tokens of a managed identity go over TLS alone.</summary>
    private static string? EndpointObjection(string which, Uri? endpoint) =>
        endpoint is null || (endpoint.IsAbsoluteUri && endpoint.Scheme == Uri.UriSchemeHttps)
            ? null
            : $"the {which} endpoint {endpoint} is not an https:// address.";

    private static string? ClusterObjection(string cluster) =>
        ClusterName().IsMatch(cluster) && !cluster.Equals(ReservedTable, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"the cluster's name \"{cluster}\" cannot name a table: 3 to 63 letters and digits, a letter first, not \"{ReservedTable}\".";

    private static string? TimeoutObjection(string which, TimeSpan timeout, TimeSpan most) =>
        timeout >= TimeoutMin && timeout <= most
            ? null
            : $"the {which} timeout {timeout} is not between {TimeoutMin.TotalSeconds} and {most.TotalSeconds} s.";

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,62}$")]
    private static partial Regex ClusterName();
}
