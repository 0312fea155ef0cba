using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Operations;

internal sealed record GetEntity(string TableName, string PartitionKey, string RowKey, IReadOnlySet<string>? Select)
    : StorageOperation(RequestKind.GetEntity)
{
    public override string? Table => TableName;

    public override string? Partition => PartitionKey;
}
