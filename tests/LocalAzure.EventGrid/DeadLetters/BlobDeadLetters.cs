using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace CloudOrchestrator.LocalAzure.EventGrid.DeadLetters;

/// <summary>Dead letters in a storage account. As with the service, whoever makes the subscription makes the container.</summary>
public sealed class BlobDeadLetters(BlobServiceClient account) : IDeadLetters
{
    private static readonly BlobUploadOptions New = new()
    {
        HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
        Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
    };

    public async Task<bool> TryWriteAsync(string container, string blob, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await account.GetBlobContainerClient(container).GetBlobClient(blob).UploadAsync(new BinaryData(content), New, cancellationToken);
            return true;
        }
        catch (Exception unavailable) when (unavailable is RequestFailedException or AggregateException)
        {
            return false;
        }
    }
}
