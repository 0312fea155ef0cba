using Azure.Data.Tables.Sas;

namespace CloudOrchestrator.Store.AzureTables.Heartbeats;

/// <summary>What a machine needs to beat: the address of its row, with a signature that lets its holder write that row and nothing else.</summary>
public static class HeartbeatCredential
{
    /// <summary>The right to write the row whether or not it is there. Not to read it: whose it is knows what it holds.</summary>
    private const TableSasPermissions Permissions = TableSasPermissions.Add | TableSasPermissions.Update;

    /// <summary>Makes the address. It is a secret; nothing is sent.</summary>
    /// <param name="options">The cluster's account, by a connection string with its key.</param>
    /// <param name="name">The machine's name.</param>
    /// <param name="expires">When the signature stops being good.</param>
    /// <exception cref="StoreException">An option is wrong, or there is no key.</exception>
    public static Uri Create(AzureTablesOptions options, string name, DateTimeOffset expires)
    {
        var table = new StorageAccount(options, TimeProvider.System).Table;
        var key = StoreKey.Of(name);
        var sas = new TableSasBuilder(options.Cluster, Permissions, expires)
        {
            PartitionKeyStart = HeartbeatRows.Partition,
            PartitionKeyEnd = HeartbeatRows.Partition,
            RowKeyStart = key,
            RowKeyEnd = key,
            Protocol = table.Uri.Scheme == Uri.UriSchemeHttps ? TableSasProtocol.Https : TableSasProtocol.HttpsAndHttp,
        };
        if (options.ConnectionString is null)
        {
            throw OptionsCheck.Exception("a row's address is signed with the account's key: set a connection string that has it.", null);
        }

        try
        {
            var signed = table.GenerateSasUri(sas);
            var row = $"{signed.GetLeftPart(UriPartial.Path)}(PartitionKey='{HeartbeatRows.Partition}',RowKey='{Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal))}')";
            return new Uri(row + signed.Query);
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
        {
            throw OptionsCheck.Exception("a row's address is signed with the account's key, and the connection string has none.", fault);
        }
    }
}
