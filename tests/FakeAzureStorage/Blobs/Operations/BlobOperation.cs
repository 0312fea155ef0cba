using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs.Operations;

/// <summary>An operation on one blob.</summary>
internal abstract record BlobOperation(RequestKind Kind, string ContainerName, string BlobName) : StorageOperation(Kind)
{
    public override string? Container => ContainerName;

    public override string? Blob => BlobName;
}
