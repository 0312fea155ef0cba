using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs.Operations;

internal sealed record GetBlob(string ContainerName, string BlobName, ByteRange? Range, BlobConditions Conditions)
    : BlobOperation(RequestKind.GetBlob, ContainerName, BlobName);
