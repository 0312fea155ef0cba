using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs.Operations;

internal sealed record DeleteBlob(string ContainerName, string BlobName, BlobConditions Conditions)
    : BlobOperation(RequestKind.DeleteBlob, ContainerName, BlobName);
