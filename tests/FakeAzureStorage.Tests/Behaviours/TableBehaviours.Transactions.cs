using Azure;
using Azure.Data.Tables;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Behaviours;

/// <summary>What the fake and Azurite must do alike with entity group transactions.</summary>
public abstract partial class TableBehaviours
{
    [Fact]
    public async Task Transaction_EveryKindOfChange_IsApplied()
    {
        var table = await CreateTableAsync();
        foreach (var key in new[] { "replace", "merge", "delete" })
        {
            await table.AddEntityAsync(new TableEntity("p", key) { ["A"] = 1, ["B"] = 1 }, Cancellation);
        }

        var replaced = (await ReadAsync(table, "replace"))!;
        var answers = await table.SubmitTransactionAsync(
            [
                Act(TableTransactionActionType.Add, "add"),
                Act(TableTransactionActionType.UpdateReplace, "replace", replaced.ETag),
                Act(TableTransactionActionType.UpdateMerge, "merge", ETag.All),
                Act(TableTransactionActionType.Delete, "delete", ETag.All),
                Act(TableTransactionActionType.UpsertMerge, "upsert a"),
                Act(TableTransactionActionType.UpsertReplace, "upsert b"),
            ],
            Cancellation);

        Assert.Equal([204, 204, 204, 204, 204, 204], answers.Value.Select(answer => answer.Status));
        Assert.Equal(["add", "merge", "replace", "upsert a", "upsert b"], await RowKeysAsync(table, null));
        Assert.False((await ReadAsync(table, "replace"))!.ContainsKey("B"));
        Assert.Equal(1, (await ReadAsync(table, "merge"))!.GetInt32("B"));
        Assert.Equal((await ReadAsync(table, "add"))!.ETag, answers.Value[0].Headers.ETag);
        Assert.Equal((await ReadAsync(table, "replace"))!.ETag, answers.Value[1].Headers.ETag);
    }

    [Fact]
    public async Task Transaction_OneInsertConflicts_AppliesNothing()
    {
        var table = await CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "here") { ["A"] = 1 }, Cancellation);

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [
                Act(TableTransactionActionType.Add, "new"),
                Act(TableTransactionActionType.Add, "here"),
                Act(TableTransactionActionType.Add, "newer"),
            ],
            Cancellation));

        Assert.Equal((409, "EntityAlreadyExists", 1), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Equal(["here"], await RowKeysAsync(table, null));
    }

    [Fact]
    public async Task Transaction_HeadMoved_AppliesNothing()
    {
        var table = await CreateTableAsync();
        var head = (await table.AddEntityAsync(new TableEntity("p", "h") { ["A"] = 0 }, Cancellation)).Headers.ETag!.Value;

        await CommitAsync("e|1", head);
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => CommitAsync("e|2", head));

        Assert.Equal((412, "UpdateConditionNotSatisfied", 0), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Equal(["e|1", "h"], await RowKeysAsync(table, null));

        Task<Response<IReadOnlyList<Response>>> CommitAsync(string row, ETag etag) => table.SubmitTransactionAsync(
            [Act(TableTransactionActionType.UpdateReplace, "h", etag), Act(TableTransactionActionType.Add, row)], Cancellation);
    }

    [Fact]
    public async Task Transaction_UpdateOfMissing_AppliesNothing()
    {
        var table = await CreateTableAsync();

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [Act(TableTransactionActionType.Add, "new"), Act(TableTransactionActionType.UpdateMerge, "none", ETag.All)], Cancellation));

        Assert.Equal((404, "ResourceNotFound", 1), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Empty(await RowKeysAsync(table, null));
    }

    [Fact]
    public async Task Transaction_EntityTwice_IsRefused()
    {
        var table = await CreateTableAsync();

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [Act(TableTransactionActionType.Add, "r"), Act(TableTransactionActionType.UpsertMerge, "r")], Cancellation));

        Assert.Equal((400, "InvalidDuplicateRow", 1), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Empty(await RowKeysAsync(table, null));
    }

    [Fact]
    public async Task Transaction_MissingTable_IsNotFound()
    {
        var table = (await ConnectAsync()).GetTableClient("missing");

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => table.SubmitTransactionAsync([Act(TableTransactionActionType.Add, "r")], Cancellation));

        Assert.Equal((404, "TableNotFound"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task Transaction_HundredOperationsWithBinary_IsReadBack()
    {
        var table = await CreateTableAsync();
        var data = Enumerable.Range(0, 100).Select(number => Enumerable.Repeat((byte)number, 300 + number).ToArray()).ToList();

        await table.SubmitTransactionAsync(
            data.Select((bytes, number) => new TableTransactionAction(
                TableTransactionActionType.Add, new TableEntity("p", number.ToString("D2", null)) { ["D"] = bytes })),
            Cancellation);

        var read = await table.QueryAsync<TableEntity>("PartitionKey eq 'p'", cancellationToken: Cancellation).ToListAsync(Cancellation);
        Assert.Equal(data, read.Select(entity => entity.GetBinary("D")));
    }

    private static TableTransactionAction Act(TableTransactionActionType type, string rowKey, ETag etag = default) =>
        new(type, new TableEntity("p", rowKey) { ["A"] = 2 }, etag);
}
