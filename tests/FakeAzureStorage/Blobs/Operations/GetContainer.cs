using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs.Operations;

internal sealed record GetContainer(string Name) : StorageOperation(RequestKind.GetContainer)
{
    public override string? Container => Name;
}
