using Azure;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>The cluster's files as blobs of its container.</summary>
internal sealed class ClusterFiles(StorageAccount account) : IClusterFiles
{
    /// <summary>No collection's blobs are below it.</summary>
    private const string Prefix = "files/";

    public async ValueTask PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => await StorageFault.InWordsAsync(
        account.Blobs.Uri, () => account.Blobs.GetBlobClient(Prefix + name).UploadAsync(BinaryData.FromBytes(content), overwrite: true, cancellationToken), cancellationToken).ConfigureAwait(false);

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string name, CancellationToken cancellationToken) => StorageFault.InWordsAsync<ReadOnlyMemory<byte>?>(
        account.Blobs.Uri,
        async () =>
        {
            try
            {
                var answer = await account.Blobs.GetBlobClient(Prefix + name).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
                return answer.Value.Content.ToMemory();
            }
            catch (RequestFailedException fault) when (fault.Status == 404)
            {
                return null;
            }
        },
        cancellationToken);
}
