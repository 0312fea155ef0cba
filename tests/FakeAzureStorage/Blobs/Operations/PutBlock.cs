using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs.Operations;

internal sealed record PutBlock(string ContainerName, string BlobName, string BlockId, ReadOnlyMemory<byte> Content)
    : BlobOperation(RequestKind.PutBlock, ContainerName, BlobName);
