using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs.Operations;

internal sealed record CreateContainer(string Name) : StorageOperation(RequestKind.CreateContainer)
{
    public override string? Container => Name;
}
