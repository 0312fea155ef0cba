namespace CloudOrchestrator.FakeAzureStorage.Blobs;

/// <summary>A container: its blobs in the order of their names, and blocks that are in no blob yet.</summary>
internal sealed class BlobContainer(DateTimeOffset changed)
{
    public DateTimeOffset Changed => changed;

    public SortedDictionary<string, StoredBlob> Blobs { get; } = new(StringComparer.Ordinal);

    /// <summary>By blob, then by block id.</summary>
    public Dictionary<string, Dictionary<string, ReadOnlyMemory<byte>>> Blocks { get; } = [];
}
