using Azure;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>Documents too large for a row, as blobs. Their names are drawn by the engine and used once.</summary>
internal sealed class SpilledBlobs(StorageAccount account)
{
    /// <summary>Writing the same bytes to the same name again does no harm, so it may be sent again.</summary>
    public Task PutAsync(string partition, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        account.Blobs.GetBlobClient(Prefix(partition) + name).UploadAsync(BinaryData.FromBytes(content), overwrite: true, cancellationToken);

    public async Task<ReadOnlyMemory<byte>?> GetAsync(string partition, string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await account.Blobs.GetBlobClient(Prefix(partition) + name).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            return answer.Value.Content.ToMemory();
        }
        catch (RequestFailedException fault) when (fault.Status == 404 && fault.ErrorCode != "ContainerNotFound")
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<string>> ListAsync(string partition, CancellationToken cancellationToken)
    {
        var prefix = Prefix(partition);
        var names = new List<string>();
        await foreach (var blob in account.Blobs.GetBlobsAsync(new() { Prefix = prefix }, cancellationToken).ConfigureAwait(false))
        {
            names.Add(blob.Name[prefix.Length..]);
        }

        return names;
    }

    public Task DeleteAsync(string partition, string name, CancellationToken cancellationToken) =>
        account.Blobs.DeleteBlobIfExistsAsync(Prefix(partition) + name, cancellationToken: cancellationToken);

    private static string Prefix(string partition) => $"documents/{partition}/";
}
