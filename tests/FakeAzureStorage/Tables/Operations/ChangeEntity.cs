using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Operations;

internal sealed record ChangeEntity(EntityChange Change) : StorageOperation(KindOf(Change.Kind))
{
    public override string? Table => Change.Table;

    public override string? Partition => Change.PartitionKey;

    public override int EntitiesWritten => 1;

    private static RequestKind KindOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Insert => RequestKind.InsertEntity,
        ChangeKind.Replace => RequestKind.UpdateEntity,
        ChangeKind.Merge => RequestKind.MergeEntity,
        _ => RequestKind.DeleteEntity,
    };
}
