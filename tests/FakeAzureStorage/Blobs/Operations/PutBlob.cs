using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs.Operations;

internal sealed record PutBlob(string ContainerName, string BlobName, ReadOnlyMemory<byte> Content, BlobHeaders Headers, BlobConditions Conditions)
    : BlobOperation(RequestKind.PutBlob, ContainerName, BlobName);
