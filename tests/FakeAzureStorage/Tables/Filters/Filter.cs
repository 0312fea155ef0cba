using CloudOrchestrator.FakeAzureStorage.Tables.Rows;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Filters;

/// <summary>A <c>$filter</c> that was read.</summary>
internal abstract record Filter
{
    public abstract bool Matches(Entity entity);

    /// <summary>The keys that an entity which matches can have.</summary>
    public virtual KeyRange Range => KeyRange.All;
}
