using CloudOrchestrator.FakeAzureStorage.Tables.Rows;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Filters;

internal sealed record NotFilter(Filter Inner) : Filter
{
    public override bool Matches(Entity entity) => !Inner.Matches(entity);
}
