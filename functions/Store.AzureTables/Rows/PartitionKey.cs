namespace CloudOrchestrator.Store.AzureTables.Rows;

/// <summary>A collection's name as the key of its partition.</summary>
internal static class PartitionKey
{
    /// <summary>Most characters of a key.</summary>
    /// <value>512: the service takes 1 KiB of UTF-16.</value>
    private const int CharactersMax = 512;

    /// <exception cref="StoreException">The name is empty or too long.</exception>
    public static string Of(string collection)
    {
        var key = StoreKey.Of(collection);
        return key.Length is > 0 and <= CharactersMax
            ? key
            : throw new StoreException($"A collection's name may take 1 to {CharactersMax} characters once it is escaped; this one takes {key.Length}: {collection}");
    }
}
