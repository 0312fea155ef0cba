using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs.Operations;

internal sealed record SetBlobMetadata(
    string ContainerName, string BlobName, IReadOnlyDictionary<string, string> Metadata, BlobConditions Conditions)
    : BlobOperation(RequestKind.SetBlobMetadata, ContainerName, BlobName);
