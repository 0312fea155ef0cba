using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs.Operations;

internal sealed record PutBlockList(
    string ContainerName, string BlobName, IReadOnlyList<string> BlockIds, BlobHeaders Headers, BlobConditions Conditions)
    : BlobOperation(RequestKind.PutBlockList, ContainerName, BlobName);
