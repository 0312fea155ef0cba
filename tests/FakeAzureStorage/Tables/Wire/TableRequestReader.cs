using System.Globalization;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.FakeAzureStorage.Tables.Filters;
using CloudOrchestrator.FakeAzureStorage.Tables.Operations;
using CloudOrchestrator.FakeAzureStorage.Tables.Rows;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Wire;

/// <summary>Understands requests to the table service.</summary>
internal static class TableRequestReader
{
    private const string ReturnNothing = "return-no-content";

    public static StorageOperation Read(StorageRequest request, RequestAddress address, StorageLimits limits)
    {
        if (request.Body.Length > limits.TableBodyBytesMax)
        {
            throw new RefusedException(StorageError.RequestBodyTooLarge);
        }

        if (address.Path.Equals("$batch", StringComparison.OrdinalIgnoreCase))
        {
            return BatchReader.Read(request, limits);
        }

        if (address.Path == "Tables")
        {
            return request.Method == "POST"
                ? new CreateTable(EntityReader.ReadString(request.Body, "TableName"), request.Header("Prefer") != ReturnNothing)
                : new QueryTables(FilterOf(address), TopOf(address, limits), address.QueryValue("NextTableName"));
        }

        if (EntityAddress.TableNameIn(address.Path) is { } table)
        {
            return request.Method == "DELETE" ? new DeleteTable(table) : throw new RefusedException(StorageError.NotImplemented);
        }

        var entity = EntityAddress.Parse(address.Path);
        return request.Method == "GET" ? ReadQuery(entity, address, limits) : new ChangeEntity(ReadChange(request, entity));
    }

    /// <summary>A write of one entity, alone or within a batch.</summary>
    public static EntityChange ReadChange(StorageRequest request, EntityAddress address)
    {
        var kind = (request.Method == "POST" ? request.Header("X-HTTP-Method") ?? "POST" : request.Method) switch
        {
            "POST" => ChangeKind.Insert,
            "PUT" => ChangeKind.Replace,
            "PATCH" or "MERGE" => ChangeKind.Merge,
            "DELETE" => ChangeKind.Delete,
            _ => throw new RefusedException(StorageError.NotImplemented),
        };
        string? partitionKey = null;
        string? rowKey = null;
        IReadOnlyList<EntityProperty> properties = kind == ChangeKind.Delete ? [] : EntityReader.Read(request.Body, out partitionKey, out rowKey);
        // An update's URL names the entity; an insert's body does.
        partitionKey = address.PartitionKey ?? partitionKey ?? throw new RefusedException(TableErrors.PropertiesNeedValue);
        rowKey = address.RowKey ?? rowKey ?? throw new RefusedException(TableErrors.PropertiesNeedValue);
        return new EntityChange(kind, address.Table, partitionKey, rowKey, IfMatchOf(request, kind), properties)
        {
            ReturnsContent = request.Header("Prefer") != ReturnNothing,
        };
    }

    private static string? IfMatchOf(StorageRequest request, ChangeKind kind)
    {
        var etag = request.Header("If-Match");
        if (etag is null)
        {
            return kind == ChangeKind.Delete ? throw new RefusedException(TableErrors.NoETag) : null;
        }

        return etag == "*" || etag.StartsWith("W/\"datetime'", StringComparison.Ordinal) ? etag : throw new RefusedException(TableErrors.InvalidETag(etag));
    }

    private static StorageOperation ReadQuery(EntityAddress entity, RequestAddress address, StorageLimits limits)
    {
        var select = SelectOf(address);
        if (entity.PartitionKey is not null)
        {
            return new GetEntity(entity.Table, entity.PartitionKey, entity.RowKey!, select);
        }

        var partition = address.QueryValue("NextPartitionKey");
        var from = partition is null
            ? null
            : new QueryPosition(ContinuationToken.Decode(partition), address.QueryValue("NextRowKey") is { Length: > 0 } row ? ContinuationToken.Decode(row) : "");
        return new QueryEntities(entity.Table, FilterOf(address), select, TopOf(address, limits), from);
    }

    private static Filter? FilterOf(RequestAddress address) =>
        address.QueryValue("$filter") is { Length: > 0 } filter ? FilterParser.Parse(filter) : null;

    private static IReadOnlySet<string>? SelectOf(RequestAddress address) =>
        address.QueryValue("$select") is { Length: > 0 } select and not "*"
            ? select.Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal)
            : null;

    private static int? TopOf(RequestAddress address, StorageLimits limits)
    {
        if (address.QueryValue("$top") is not { } text)
        {
            return null;
        }

        return int.TryParse(text, CultureInfo.InvariantCulture, out var top) && top > 0 && top <= Math.Max(limits.PageRowsMax, 1000)
            ? top
            : throw new RefusedException(TableErrors.Syntax("$top"));
    }
}
