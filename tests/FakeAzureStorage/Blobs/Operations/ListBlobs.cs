using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs.Operations;

/// <param name="From">The first name of the page, if it is not the first page.</param>
internal sealed record ListBlobs(string ContainerName, string Prefix, string? From, int? Max, bool IncludesMetadata)
    : StorageOperation(RequestKind.ListBlobs)
{
    public override string? Container => ContainerName;
}
