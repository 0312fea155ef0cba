using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Operations;

internal sealed record CreateTable(string Name, bool ReturnsContent) : StorageOperation(RequestKind.CreateTable)
{
    public override string? Table => Name;
}
