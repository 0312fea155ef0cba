namespace CloudOrchestrator.Store;

/// <summary>Small files that every process of a cluster needs and that are no documents, beside its collections: written once, when the cluster is made.</summary>
public interface IClusterFiles
{
    /// <summary>Writes a file, or writes it over.</summary>
    /// <exception cref="StoreException">The service cannot be reached.</exception>
    ValueTask PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>A file's content; null where there is none.</summary>
    /// <exception cref="StoreException">The service cannot be reached.</exception>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(string name, CancellationToken cancellationToken);
}
