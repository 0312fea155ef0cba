using System.CommandLine;
using CloudOrchestrator.Host.Encryption;
using CloudOrchestrator.Store.AzureTables;
using CloudOrchestrator.Store.Encryption;

namespace CloudOrchestrator.Host.SingleMachine;

/// <summary>The options of the command line that say where the cluster's state is kept.</summary>
internal sealed class StoreArguments
{
    /// <summary>Where a connection string is looked for that is not on the command line, which every user of the machine can read.</summary>
    public const string ConnectionStringVariable = "CLOUDORCHESTRATOR_CONNECTION_STRING";

    private const string Sqlite = "sqlite";
    private const string AzureTables = "azure-tables";

    private readonly Option<string> _store = new("--store") { Description = $"{Sqlite}: a file in the data folder; {AzureTables}: a storage account.", DefaultValueFactory = _ => Sqlite };
    private readonly Option<string?> _connectionString = new("--connection-string") { Description = $"The storage account's connection string (default: ${ConnectionStringVariable})." };
    private readonly Option<string?> _tableEndpoint = new("--table-endpoint") { Description = "The account's table endpoint, reached with a managed identity." };
    private readonly Option<string?> _blobEndpoint = new("--blob-endpoint") { Description = "The account's blob endpoint, reached with a managed identity." };
    private readonly Option<string?> _identity = new("--managed-identity") { Description = "Client id of a user-assigned identity (default: the environment's own)." };
    private readonly Option<string> _cluster = new("--cluster-name") { Description = "Name of the cluster's table and blob container.", DefaultValueFactory = _ => AzureTablesOptions.DefaultCluster };

    private readonly Option<string?> _encryption = new("--encryption-provider-config")
    {
        Description = "File with an EncryptionConfiguration: which resources are encrypted in the store, and with which keys (default: none).",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _store, _connectionString, _tableEndpoint, _blobEndpoint, _identity, _cluster, _encryption })
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="StartException">The options do not fit together.</exception>
    public StoreChoice Choose(ParseResult parsed)
    {
        var store = parsed.GetValue(_store);
        return store switch
        {
            Sqlite => Account().FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } misplaced
                ? throw new StartException($"{misplaced.Name}: only with --store {AzureTables}.")
                : new StoreChoice.SqliteFile(),
            AzureTables => new StoreChoice.Account(Options(parsed)),
            _ => throw new StartException($"--store {store}: no such store; {Sqlite} or {AzureTables}."),
        };
    }

    /// <summary>What encrypts documents where they are stored; null for nothing.</summary>
    /// <exception cref="StartException">The file cannot be read, or says what cannot be.</exception>
    public IDocumentCipher? Cipher(ParseResult parsed) => parsed.GetValue(_encryption) is { } file ? EncryptionConfiguration.Read(file) : null;

    private IEnumerable<Option> Account() => [_connectionString, _tableEndpoint, _blobEndpoint, _identity, _cluster];

    private AzureTablesOptions Options(ParseResult parsed)
    {
        var (table, blob) = (Endpoint(parsed, _tableEndpoint), Endpoint(parsed, _blobEndpoint));
        var connectionString = parsed.GetValue(_connectionString)
            ?? (table is null && blob is null ? Environment.GetEnvironmentVariable(ConnectionStringVariable) : null);
        return new AzureTablesOptions
        {
            ConnectionString = connectionString,
            TableEndpoint = table,
            BlobEndpoint = blob,
            ManagedIdentityClientId = parsed.GetValue(_identity),
            Cluster = parsed.GetValue(_cluster)!,
        };
    }

    private static Uri? Endpoint(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) switch
    {
        null => null,
        var value when Uri.TryCreate(value, UriKind.Absolute, out var endpoint) => endpoint,
        var value => throw new StartException($"{option.Name} {value}: not an address such as https://account.table.core.windows.net."),
    };
}
