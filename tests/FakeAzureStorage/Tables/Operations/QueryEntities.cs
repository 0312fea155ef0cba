using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.FakeAzureStorage.Tables.Filters;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Operations;

/// <param name="From">The first position of the page, if it is not the first page.</param>
internal sealed record QueryEntities(string TableName, Filter? Filter, IReadOnlySet<string>? Select, int? Top, QueryPosition? From)
    : StorageOperation(RequestKind.QueryEntities)
{
    public override string? Table => TableName;

    public override string? Partition => Range.Partition;

    public KeyRange Range => Filter?.Range ?? KeyRange.All;
}
