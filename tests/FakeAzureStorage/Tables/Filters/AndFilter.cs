using CloudOrchestrator.FakeAzureStorage.Tables.Rows;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Filters;

internal sealed record AndFilter(Filter Left, Filter Right) : Filter
{
    public override KeyRange Range => Left.Range.Intersect(Right.Range);

    public override bool Matches(Entity entity) => Left.Matches(entity) && Right.Matches(entity);
}
