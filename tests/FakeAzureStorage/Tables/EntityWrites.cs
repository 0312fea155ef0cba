using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.FakeAzureStorage.Tables.Operations;
using CloudOrchestrator.FakeAzureStorage.Tables.Rows;

namespace CloudOrchestrator.FakeAzureStorage.Tables;

/// <summary>What a change makes of an entity, without applying it.</summary>
internal static class EntityWrites
{
    /// <summary>The entity after the change; null after a delete.</summary>
    /// <exception cref="RefusedException">The change does not hold, or makes an entity beyond the limits.</exception>
    public static Entity? Decide(EntityChange change, Entity? current, DateTimeOffset now, StorageLimits limits)
    {
        if (change.Kind == ChangeKind.Insert)
        {
            return current is null ? Made(change, change.Properties, now, limits) : throw new RefusedException(TableErrors.EntityAlreadyExists);
        }

        CheckCondition(change, current);
        return change.Kind switch
        {
            ChangeKind.Delete => null,
            ChangeKind.Merge when current is not null => Made(change, Merged(current.Properties, change.Properties), now, limits),
            _ => Made(change, change.Properties, now, limits),
        };
    }

    private static void CheckCondition(EntityChange change, Entity? current)
    {
        if (change.IfMatch is null)
        {
            return;
        }

        if (current is null)
        {
            throw new RefusedException(TableErrors.ResourceNotFound);
        }

        if (change.IfMatch != "*" && change.IfMatch != current.ETag)
        {
            throw new RefusedException(TableErrors.UpdateConditionNotSatisfied);
        }
    }

    private static Entity Made(EntityChange change, IReadOnlyList<EntityProperty> properties, DateTimeOffset now, StorageLimits limits) =>
        EntityChecks.Objection(change.PartitionKey, change.RowKey, properties, limits) is { } objection
            ? throw new RefusedException(objection)
            : new Entity(change.PartitionKey, change.RowKey, now, properties);

    private static List<EntityProperty> Merged(IReadOnlyList<EntityProperty> old, IReadOnlyList<EntityProperty> changed) =>
        [.. old.Where(property => !changed.Any(other => other.Name == property.Name)), .. changed];
}
