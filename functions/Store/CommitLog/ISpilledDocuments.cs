namespace CloudOrchestrator.Store.CommitLog;

/// <summary>Documents too large for a commit's row, as blobs under names that the engine draws and uses once.</summary>
public interface ISpilledDocuments
{
    /// <summary>Writes a blob, durably. Writing the same again does no harm.</summary>
    ValueTask PutBlobAsync(string collection, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>A blob's content; null where there is none.</summary>
    ValueTask<ReadOnlyMemory<byte>?> GetBlobAsync(string collection, string name, CancellationToken cancellationToken);

    /// <summary>The names of a collection's blobs, without those of its snapshots.</summary>
    ValueTask<IReadOnlyList<string>> BlobsAsync(string collection, CancellationToken cancellationToken);

    /// <summary>Deletes a blob, if it is there.</summary>
    ValueTask DeleteBlobAsync(string collection, string name, CancellationToken cancellationToken);
}
