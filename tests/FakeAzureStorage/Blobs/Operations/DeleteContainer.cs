using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs.Operations;

internal sealed record DeleteContainer(string Name) : StorageOperation(RequestKind.DeleteContainer)
{
    public override string? Container => Name;
}
