using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Operations;

internal sealed record DeleteTable(string Name) : StorageOperation(RequestKind.DeleteTable)
{
    public override string? Table => Name;
}
