namespace CloudOrchestrator.Store.AzureTables.Rows;

/// <summary>The one partition beside those of the collections: which collections there are, and which may have commits to publish.</summary>
internal static class RegistryKey
{
    /// <summary>The partition. No collection's key is like it: in those two hexadecimal digits follow the tilde.</summary>
    public const string Partition = "~registry";

    private const string CollectionPrefix = "c|";
    private const string MarkPrefix = "d|";

    /// <summary>Sorts behind every row of a kind.</summary>
    private const string End = "~~";

    public static (string From, string To) Collections => (CollectionPrefix, CollectionPrefix + End);

    public static (string From, string To) Marks => (MarkPrefix, MarkPrefix + End);

    /// <summary>The row of a collection.</summary>
    public static string Collection(string collection) => CollectionPrefix + PartitionKey.Of(collection);

    /// <summary>The row of a collection's dirty mark.</summary>
    public static string Mark(string collection) => MarkPrefix + PartitionKey.Of(collection);
}
