using CloudOrchestrator.FakeAzureStorage.Tables.Rows;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Operations;

/// <summary>One write of one entity.</summary>
/// <param name="IfMatch">The entity's ETag, or * for any. A replacement or merge without it is an upsert.</param>
internal sealed record EntityChange(
    ChangeKind Kind, string Table, string PartitionKey, string RowKey, string? IfMatch, IReadOnlyList<EntityProperty> Properties)
{
    /// <summary>Whether the answer to an insert repeats the entity.</summary>
    public bool ReturnsContent { get; init; }
}
