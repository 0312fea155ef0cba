using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Behaviours;

/// <summary>What the fake and Azurite must do alike with tables and single entities.</summary>
public abstract partial class TableBehaviours
{
    private static readonly ETag Stale = new("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"");

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<TableServiceClient> ConnectAsync();

    [Fact]
    public async Task CreateTable_Twice_Conflicts()
    {
        var table = await CreateTableAsync();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.CreateAsync(Cancellation));

        Assert.Equal((409, "TableAlreadyExists"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task CreateTableIfNotExists_Twice_DoesNotThrow()
    {
        var table = await CreateTableAsync();

        Assert.Equal(409, (await table.CreateIfNotExistsAsync(Cancellation)).GetRawResponse().Status);
    }

    [Fact]
    public async Task DeleteTable_Existing_TakesItsEntitiesAway()
    {
        var table = await CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);
        await table.DeleteAsync(Cancellation);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r"), Cancellation));
        await table.CreateAsync(Cancellation);

        Assert.Equal((404, "TableNotFound"), (failure.Status, failure.ErrorCode));
        Assert.Empty(await RowKeysAsync(table, null));
    }

    [Fact]
    public async Task QueryTables_ByName_FindsItAlone()
    {
        var service = await ConnectAsync();
        var table = await CreateTableAsync(service);
        await CreateTableAsync(service);
        var names = new List<string>();

        await foreach (var item in service.QueryAsync(item => item.Name == table.Name, cancellationToken: Cancellation))
        {
            names.Add(item.Name);
        }

        Assert.Equal([table.Name], names);
    }

    [Fact]
    public async Task AddEntity_EveryType_IsReadBack()
    {
        var table = await CreateTableAsync();
        var id = Guid.NewGuid();
        var entity = new TableEntity("p", "it's a key")
        {
            ["Bytes"] = new byte[] { 0, 62, 63, 255 },
            ["Empty"] = Array.Empty<byte>(),
            ["Number"] = 1,
            ["Long"] = long.MaxValue,
            ["Double"] = 1.5,
            ["Whole"] = 2.0,
            ["Time"] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567),
            ["Guid"] = id,
            ["Text"] = "é' \"\\ 😀\u0001",
            ["Truth"] = true,
            ["Nothing"] = null,
        };
        await table.AddEntityAsync(entity, Cancellation);

        var read = (await table.GetEntityAsync<TableEntity>("p", "it's a key", cancellationToken: Cancellation)).Value;

        Assert.Equal(entity.GetBinary("Bytes"), read.GetBinary("Bytes"));
        Assert.Empty(read.GetBinary("Empty"));
        Assert.Equal(1, read.GetInt32("Number"));
        Assert.Equal(long.MaxValue, read.GetInt64("Long"));
        Assert.Equal(1.5, read.GetDouble("Double"));
        Assert.Equal(2.0, read.GetDouble("Whole"));
        Assert.Equal(entity["Time"], read.GetDateTimeOffset("Time"));
        Assert.Equal(id, read.GetGuid("Guid"));
        Assert.Equal(entity["Text"], read.GetString("Text"));
        Assert.True(read.GetBoolean("Truth"));
        Assert.False(read.ContainsKey("Nothing"));
        Assert.InRange(read.Timestamp!.Value, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task AddEntity_Existing_ConflictsAndChangesNothing()
    {
        var table = await CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 }, Cancellation);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, Cancellation));

        Assert.Equal((409, TableErrorCode.EntityAlreadyExists.ToString()), (failure.Status, failure.ErrorCode));
        Assert.Equal(1, (await ReadAsync(table, "r"))!.GetInt32("A"));
    }

    [Fact]
    public async Task AddEntity_Answer_HoldsTheETagOfARead()
    {
        var table = await CreateTableAsync();
        var added = await table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        Assert.Equal((await ReadAsync(table, "r"))!.ETag, added.Headers.ETag);
    }

    [Fact]
    public async Task GetEntity_Missing_IsNotFound()
    {
        var table = await CreateTableAsync();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation));
        var absent = await table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancellation);

        Assert.Equal((404, "ResourceNotFound"), (failure.Status, failure.ErrorCode));
        Assert.False(absent.HasValue);
    }

    [Theory]
    [InlineData(TableUpdateMode.Replace)]
    [InlineData(TableUpdateMode.Merge)]
    public async Task UpdateEntity_StaleETag_FailsAndChangesNothing(TableUpdateMode mode)
    {
        var table = await CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 }, Cancellation);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, Stale, mode, Cancellation));

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (failure.Status, failure.ErrorCode));
        Assert.Equal(1, (await ReadAsync(table, "r"))!.GetInt32("A"));
    }

    [Fact]
    public async Task UpdateEntity_CurrentETag_ReplacesOnce()
    {
        var table = await CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 }, Cancellation);
        var before = (await ReadAsync(table, "r"))!;

        var updated = await table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, before.ETag, TableUpdateMode.Replace, Cancellation);
        var again = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, before.ETag, TableUpdateMode.Replace, Cancellation));
        var after = (await ReadAsync(table, "r"))!;

        Assert.Equal(412, again.Status);
        Assert.Equal((2, false, updated.Headers.ETag!.Value), (after.GetInt32("A")!.Value, after.ContainsKey("B"), after.ETag));
        Assert.NotEqual(before.ETag, after.ETag);
    }

    [Fact]
    public async Task UpdateEntity_Merge_KeepsOtherProperties()
    {
        var table = await CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 }, Cancellation);

        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 2, ["C"] = 3 }, ETag.All, TableUpdateMode.Merge, Cancellation);
        var after = (await ReadAsync(table, "r"))!;

        Assert.Equal((2, 1, 3), (after.GetInt32("A"), after.GetInt32("B"), after.GetInt32("C")));
    }

    [Theory]
    [InlineData(TableUpdateMode.Replace)]
    [InlineData(TableUpdateMode.Merge)]
    public async Task UpdateEntity_Missing_IsNotFound(TableUpdateMode mode)
    {
        var table = await CreateTableAsync();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All, mode, Cancellation));

        Assert.Equal((404, "ResourceNotFound"), (failure.Status, failure.ErrorCode));
    }

    [Theory]
    [InlineData(TableUpdateMode.Replace, false)]
    [InlineData(TableUpdateMode.Merge, true)]
    public async Task UpsertEntity_MissingThenExisting_AddsThenChanges(TableUpdateMode mode, bool keepsOther)
    {
        var table = await CreateTableAsync();

        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 }, mode, Cancellation);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, mode, Cancellation);
        var after = (await ReadAsync(table, "r"))!;

        Assert.Equal((2, keepsOther), (after.GetInt32("A"), after.ContainsKey("B")));
    }

    [Fact]
    public async Task DeleteEntity_StaleETag_Fails()
    {
        var table = await CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.DeleteEntityAsync("p", "r", Stale, Cancellation));
        await table.DeleteEntityAsync("p", "r", (await ReadAsync(table, "r"))!.ETag, Cancellation);

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (failure.Status, failure.ErrorCode));
        Assert.Null(await ReadAsync(table, "r"));
    }

    [Fact]
    public async Task DeleteEntity_Missing_AnswersNotFound()
    {
        var table = await CreateTableAsync();

        // The SDK does not throw for this one status.
        Assert.Equal(404, (await table.DeleteEntityAsync("p", "r", cancellationToken: Cancellation)).Status);
    }

    protected static async Task<TableEntity?> ReadAsync(TableClient table, string rowKey)
    {
        var entity = await table.GetEntityIfExistsAsync<TableEntity>("p", rowKey, cancellationToken: Cancellation);
        return entity.HasValue ? entity.Value : null;
    }

    protected static async Task<List<string>> RowKeysAsync(TableClient table, string? filter, int? pageRows = null)
    {
        var keys = new List<string>();
        await foreach (var entity in table.QueryAsync<TableEntity>(filter, pageRows, cancellationToken: Cancellation))
        {
            keys.Add(entity.RowKey);
        }

        return keys;
    }

    protected async Task<TableClient> CreateTableAsync(TableServiceClient? service = null)
    {
        var table = (service ?? await ConnectAsync()).GetTableClient("t" + Guid.NewGuid().ToString("N"));
        await table.CreateAsync(Cancellation);
        return table;
    }
}
