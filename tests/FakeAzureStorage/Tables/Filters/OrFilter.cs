using CloudOrchestrator.FakeAzureStorage.Tables.Rows;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Filters;

internal sealed record OrFilter(Filter Left, Filter Right) : Filter
{
    public override bool Matches(Entity entity) => Left.Matches(entity) || Right.Matches(entity);
}
