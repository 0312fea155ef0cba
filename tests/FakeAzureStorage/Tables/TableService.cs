using System.Text.RegularExpressions;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.FakeAzureStorage.Tables.Operations;
using CloudOrchestrator.FakeAzureStorage.Tables.Rows;
using CloudOrchestrator.FakeAzureStorage.Tables.Wire;

namespace CloudOrchestrator.FakeAzureStorage.Tables;

/// <summary>The table service of the account. Whoever calls it holds the account's lock: an operation happens at one moment.</summary>
internal sealed partial class TableService(StorageLimits limits, StorageLatency latency, Throttle throttle, ServiceClock clock, Uri endpoint)
{
    private readonly SortedList<string, EntityTable> _tables = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>When each deleted table will be gone.</summary>
    private readonly Dictionary<string, DateTimeOffset> _beingDeleted = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="pageRows">Most rows of a query's page, if a fault says so.</param>
    public StorageAnswer Answer(StorageOperation operation, string requestId, int? pageRows)
    {
        try
        {
            return operation switch
            {
                CreateTable create => Create(create),
                DeleteTable delete => Delete(delete),
                QueryTables query => List(query),
                GetEntity get => Get(get),
                QueryEntities query => Query(query, pageRows),
                ChangeEntity change => Change(change.Change),
                ChangeEntities changes => Change(changes, requestId),
                RefusedOperation refused => throw new RefusedException(refused.Error),
                _ => throw new RefusedException(StorageError.NotImplemented),
            };
        }
        catch (RefusedException refused)
        {
            return TableAnswers.Error(refused.Error, requestId, clock.Now);
        }
    }

    private StorageAnswer Create(CreateTable create)
    {
        if (!TableName().IsMatch(create.Name))
        {
            throw new RefusedException(new(400, "InvalidResourceName", "The specifed resource name contains invalid characters."));
        }

        CheckDeletion(create.Name);
        return _tables.TryAdd(create.Name, new EntityTable(create.Name))
            ? create.ReturnsContent
                ? TableAnswers.Table(201, create.Name, endpoint)
                : TableAnswers.Empty(204).With("Preference-Applied", "return-no-content")
            : throw new RefusedException(TableErrors.TableAlreadyExists);
    }

    private StorageAnswer Delete(DeleteTable delete)
    {
        CheckDeletion(delete.Name);
        if (!_tables.Remove(delete.Name))
        {
            throw new RefusedException(TableErrors.ResourceNotFound);
        }

        _beingDeleted[delete.Name] = clock.Now + limits.TableDeletion;
        return TableAnswers.Empty(204);
    }

    private void CheckDeletion(string name)
    {
        if (_beingDeleted.TryGetValue(name, out var gone) && clock.Now < gone)
        {
            throw new RefusedException(TableErrors.TableBeingDeleted);
        }
    }

    private StorageAnswer List(QueryTables query)
    {
        var names = _tables.Values
            .Select(table => table.Name)
            .Where(name => query.From is null || string.Compare(name, query.From, StringComparison.OrdinalIgnoreCase) >= 0)
            .Where(name => query.Filter is null || query.Filter.Matches(NameAsEntity(name)))
            .Take(Math.Min(query.Top ?? int.MaxValue, limits.PageRowsMax) + 1)
            .ToList();
        var pageMax = Math.Min(query.Top ?? int.MaxValue, limits.PageRowsMax);
        var answer = TableAnswers.Tables(names.Take(pageMax), endpoint);
        return names.Count > pageMax ? answer.With("x-ms-continuation-NextTableName", names[pageMax]) : answer;
    }

    private StorageAnswer Get(GetEntity get)
    {
        var table = Table(get.TableName);
        Throttled(table, get.PartitionKey, 1);
        var entity = table.Find(get.PartitionKey, get.RowKey) ?? throw new RefusedException(TableErrors.ResourceNotFound);
        return TableAnswers.Entity(200, entity, table.Name, get.Select, endpoint);
    }

    private StorageAnswer Query(QueryEntities query, int? pageRows)
    {
        var table = Table(query.TableName);
        if (query.Partition is { } partition)
        {
            Throttled(table, partition, 1);
        }

        var page = QueryScan.Run(table, query, limits, latency, pageRows);
        if (limits.CountsRowsRead)
        {
            foreach (var group in page.Entities.GroupBy(entity => entity.PartitionKey))
            {
                throttle.TakeAnyway(table.Name, group.Key, group.Count() - (group.Key == query.Partition ? 1 : 0));
            }
        }

        var answer = TableAnswers.Entities(page.Entities, table.Name, query.Select, endpoint) with { RowsScanned = page.Scanned };
        return page.Next is null
            ? answer
            : answer.With("x-ms-continuation-NextPartitionKey", ContinuationToken.Encode(page.Next.PartitionKey))
                .With("x-ms-continuation-NextRowKey", ContinuationToken.Encode(page.Next.RowKey));
    }

    private StorageAnswer Change(EntityChange change)
    {
        var table = Table(change.Table);
        Throttled(table, change.PartitionKey, 1);
        var entity = EntityWrites.Decide(change, table.Find(change.PartitionKey, change.RowKey), clock.Next(), limits);
        Apply(table, change, entity);
        if (entity is null)
        {
            return TableAnswers.Empty(204);
        }

        return change.Kind == ChangeKind.Insert && change.ReturnsContent
            ? TableAnswers.Entity(201, entity, table.Name, null, endpoint)
            : TableAnswers.Empty(204).With("ETag", entity.ETag);
    }

    /// <summary>All or nothing: every change is decided before the first is applied.</summary>
    private StorageAnswer Change(ChangeEntities batch, string requestId)
    {
        var index = 0;
        try
        {
            // Failed attempts count whole against the partition's target, so it is asked first.
            var table = batch.Changes.Count > 0 ? Table(batch.Changes[0].Table) : null;
            if (table is not null && !throttle.TryTake(table.Name, batch.Changes[0].PartitionKey, batch.Changes.Count))
            {
                return TableAnswers.Error(StorageError.ServerBusy, requestId, clock.Now);
            }

            var decided = new List<Entity?>(batch.Changes.Count);
            var rows = new HashSet<string>(StringComparer.Ordinal);
            for (; index < batch.Changes.Count; index++)
            {
                CheckPlace(batch.Changes[0], batch.Changes[index], rows);
                var change = batch.Changes[index];
                decided.Add(EntityWrites.Decide(change, table!.Find(change.PartitionKey, change.RowKey), clock.Next(), limits));
            }

            if (batch.Refusal is not null || table is null)
            {
                throw new RefusedException(batch.Refusal ?? StorageError.InvalidInput);
            }

            for (var applied = 0; applied < decided.Count; applied++)
            {
                Apply(table, batch.Changes[applied], decided[applied]);
            }

            return TableAnswers.Batch(decided.Select(entity => entity is null ? TableAnswers.DeletedPart : TableAnswers.Part(entity.ETag)), requestId);
        }
        catch (RefusedException refused)
        {
            return TableAnswers.Batch([TableAnswers.FailedPart(refused.Error, index, requestId, clock.Now)], requestId, failed: true);
        }
    }

    private static void CheckPlace(EntityChange first, EntityChange change, HashSet<string> rows)
    {
        if (change.PartitionKey != first.PartitionKey || !change.Table.Equals(first.Table, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException(TableErrors.DifferentPartitions);
        }

        if (!rows.Add(change.RowKey))
        {
            throw new RefusedException(TableErrors.DuplicateRow);
        }
    }

    private static void Apply(EntityTable table, EntityChange change, Entity? entity)
    {
        if (entity is null)
        {
            table.Remove(change.PartitionKey, change.RowKey);
        }
        else
        {
            table.Put(entity);
        }
    }

    private void Throttled(EntityTable table, string partition, int entities)
    {
        if (!throttle.TryTake(table.Name, partition, entities))
        {
            throw new RefusedException(StorageError.ServerBusy);
        }
    }

    private EntityTable Table(string name)
    {
        CheckDeletion(name);
        return _tables.GetValueOrDefault(name) ?? throw new RefusedException(TableErrors.TableNotFound);
    }

    private static Entity NameAsEntity(string name) =>
        new("", "", default, [new EntityProperty("TableName", EdmType.String, System.Text.Encoding.UTF8.GetBytes($"\"{name}\""))]);

    [GeneratedRegex("^(?!(?i:tables)$)[A-Za-z][A-Za-z0-9]{2,62}$")]
    private static partial Regex TableName();
}
