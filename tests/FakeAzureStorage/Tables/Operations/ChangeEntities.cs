using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Operations;

/// <summary>An entity group transaction.</summary>
/// <param name="Changes">Those that were understood, up to the first that was not.</param>
/// <param name="Refusal">Why the next one was not understood.</param>
internal sealed record ChangeEntities(IReadOnlyList<EntityChange> Changes, StorageError? Refusal) : StorageOperation(RequestKind.Batch)
{
    public override string? Table => Changes.Count > 0 ? Changes[0].Table : null;

    public override string? Partition => Changes.Count > 0 ? Changes[0].PartitionKey : null;

    public override int EntitiesWritten => Changes.Count;
}
