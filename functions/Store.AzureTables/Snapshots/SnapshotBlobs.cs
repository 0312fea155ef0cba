using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.AzureTables.Snapshots;

/// <summary>Snapshots as blobs under names that are used once.</summary>
internal sealed class SnapshotBlobs(StorageAccount account)
{
    /// <summary>A larger snapshot goes up in blocks, so that a slow line takes many requests rather than one that times out.</summary>
    /// <value>Whole up to 16 MiB, else in blocks of 8 MiB.</value>
    private static readonly StorageTransferOptions Transfer = new()
    {
        InitialTransferSize = 16 * 1024 * 1024,
        MaximumTransferSize = 8 * 1024 * 1024,
        MaximumConcurrency = 4,
    };

    /// <summary>Writes a snapshot to a fresh blob, reads it back and compares.</summary>
    /// <exception cref="StoreException">What was read back is not what was written.</exception>
    public async Task<SnapshotEntry> SaveAsync(string partition, StoredSnapshot snapshot, CancellationToken cancellationToken)
    {
        var name = Prefix(partition) + string.Create(CultureInfo.InvariantCulture, $"{snapshot.Revision:D19}-{Guid.NewGuid():N}");
        var entry = new SnapshotEntry(snapshot.Revision, snapshot.Time, snapshot.Digest, name, Hash(snapshot.Payload), snapshot.Payload.Length);
        await account.Blobs.GetBlobClient(name).UploadAsync(
            BinaryData.FromBytes(snapshot.Payload), new BlobUploadOptions { TransferOptions = Transfer }, cancellationToken).ConfigureAwait(false);
        return await LoadAsync(entry, cancellationToken).ConfigureAwait(false) is not null
            ? entry
            : throw new StoreException($"The snapshot {name} read back differs from what was written.");
    }

    /// <summary>The payload; null if its blob is gone or damaged.</summary>
    public async Task<ReadOnlyMemory<byte>?> LoadAsync(SnapshotEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = (await account.Blobs.GetBlobClient(entry.Blob).DownloadStreamingAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).Value;
            if (answer.Details.ContentLength != entry.Bytes)
            {
                return null;
            }

            // One array of its size: megabytes, which the SDK would gather in a buffer that doubles.
            var payload = new byte[entry.Bytes];
            await answer.Content.ReadExactlyAsync(payload, cancellationToken).ConfigureAwait(false);
            return Hash(payload) == entry.Sha256 ? payload : (ReadOnlyMemory<byte>?)null;
        }
        catch (RequestFailedException fault) when (fault.Status == 404 && fault.ErrorCode != "ContainerNotFound")
        {
            return null;
        }
    }

    /// <summary>Where a collection's snapshots lie.</summary>
    public static string Prefix(string partition) => $"snapshots/{partition}/";

    private static string Hash(ReadOnlyMemory<byte> payload) => Convert.ToHexString(SHA256.HashData(payload.Span));
}
