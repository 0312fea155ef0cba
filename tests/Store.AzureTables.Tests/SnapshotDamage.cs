using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.AzureTables.Tests;

/// <summary>Damages the blob of a snapshot.</summary>
internal static class SnapshotDamage
{
    public static async Task DoAsync(StorageAccount account, SnapshotEntry entry)
    {
        var blob = account.Blobs.GetBlobClient(entry.Blob);
        var content = (await blob.DownloadContentAsync()).Value.Content.ToArray();
        content[^1] ^= 0xFF;
        await blob.UploadAsync(BinaryData.FromBytes(content), overwrite: true);
    }
}
