using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs.Operations;

internal sealed record GetBlobProperties(string ContainerName, string BlobName, BlobConditions Conditions)
    : BlobOperation(RequestKind.GetBlobProperties, ContainerName, BlobName);
