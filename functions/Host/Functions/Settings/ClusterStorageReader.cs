using CloudOrchestrator.Store.AzureTables;

namespace CloudOrchestrator.Host.Functions.Settings;

/// <summary>Reads which storage account holds the cluster: a connection string for one on this machine, else addresses and an identity.</summary>
internal static class ClusterStorageReader
{
    private const string Account = "ClusterStorage";
    private const string Tables = Account + "__tableServiceUri";
    private const string Blobs = Account + "__blobServiceUri";
    private const string Queues = Account + "__queueServiceUri";
    private const string ClientId = Account + "__clientId";
    private const string Credential = Account + "__credential";
    private const string Development = "UseDevelopmentStorage";

    private static readonly string[] Endpoints = ["TableEndpoint", "BlobEndpoint", "QueueEndpoint"];

    /// <summary>The account; null where a setting is wrong.</summary>
    public static ClusterStorage? Read(SettingReader reader)
    {
        string[] identity = [Tables, Blobs, Queues, ClientId, Credential];
        if (!reader.Has(Account))
        {
            if (identity.Any(reader.Has))
            {
                return ReadAddresses(reader);
            }

            reader.Refuse(Account, $"missing, and so is {Tables}: a connection string for an account on this machine, or in Azure the addresses of its services.");
            return null;
        }

        if (identity.FirstOrDefault(reader.Has) is { } both)
        {
            reader.Refuse(Account, $"set together with {both}; set one or the other.");
            return null;
        }

        return reader.Optional(Account) is { } text ? ReadConnectionString(reader, text) : null;
    }

    private static ClusterStorage.InAzure? ReadAddresses(SettingReader reader)
    {
        var tables = reader.Address(Tables, "the address of the account's tables", mayBeLocal: false);
        var blobs = reader.Address(Blobs, "the address of the account's blobs", mayBeLocal: false);
        var queues = reader.Address(Queues, "the address of the account's queues", mayBeLocal: false);
        var clientId = reader.ClientId(ClientId);
        if (reader.Optional(Credential) is { } credential && !credential.Equals("managedidentity", StringComparison.OrdinalIgnoreCase))
        {
            reader.Refuse(Credential, "not \"managedidentity\".");
        }

        return tables is null || blobs is null || queues is null ? null : new ClusterStorage.InAzure(tables, blobs, queues, clientId);
    }

    private static ClusterStorage.Local? ReadConnectionString(SettingReader reader, string text)
    {
        var problem = AzureTablesServices.Objection(new AzureTablesOptions { ConnectionString = text }) ?? Objection(Parts(text));
        if (problem is not null)
        {
            reader.Refuse(Account, problem);
            return null;
        }

        // Blanks around a part the SDK would take for a part of its name.
        return new ClusterStorage.Local(string.Join(';', Split(text)));
    }

    /// <summary>A key opens the whole account to whoever reads the setting, so one is taken only for an account on this machine.</summary>
    private static string? Objection(Dictionary<string, string> parts)
    {
        if (parts.ContainsKey(Development))
        {
            return null;
        }

        var endpoints = Endpoints.Where(parts.ContainsKey).ToList();
        var areLocal = endpoints.All(name => Uri.TryCreate(parts[name], UriKind.Absolute, out var address) && SettingReader.IsLocal(address));
        return endpoints.Count == 0 || !areLocal
                ? $"an account that is not on this machine: reach it with an identity, through {Tables} and its like, not with a key."
            : endpoints.Count < Endpoints.Length ? $"the connection string has no {Endpoints.First(name => !parts.ContainsKey(name))}."
            : null;
    }

    private static Dictionary<string, string> Parts(string text) =>
        Split(text).Select(part => part.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);

    private static string[] Split(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
