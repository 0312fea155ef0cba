using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.Store.AzureTables.Rows;
using CloudOrchestrator.Store.CommitLog;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests.Fake;

/// <summary>A row that is not as it was written is never taken for one that is.</summary>
public sealed class DamagedRowTests : IAsyncLifetime
{
    private const string Collection = "things";

    private readonly FakeAccount _account = new(TimeProvider.System);
    private AzureTablesCommitLog _log = null!;
    private TableClient _table = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _account.PrepareAsync();
        _log = _account.Log("one");
        _table = _account.Account("one").Table;
        await SampleRows.AppendAsync(_log, Collection, LogHead.None, 3);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("e|0000000000000000002", "last", "The row e|0000000000000000002 of things is damaged: it lacks a property that every commit has.")]
    [InlineData("e|0000000000000000002", "digest", "The row e|0000000000000000002 of things is damaged: it lacks a property that every commit has.")]
    [InlineData("h", "commit", "The head of things is damaged: it lacks a property that every head has.")]
    public async Task TailAsync_RowLacksAProperty_NamesTheRow(string rowKey, string property, string expected)
    {
        var row = (await _table.GetEntityAsync<TableEntity>(Collection, rowKey, cancellationToken: Token)).Value;
        row.Remove(property);
        await _table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, Token);

        Assert.Equal(expected, (await Assert.ThrowsAsync<StoreException>(() => _log.TailAsync(Collection, 0, Token).AsTask())).Message);
    }

    [Fact]
    public async Task TailAsync_RowOfAnotherKind_NamesTheRow()
    {
        await _table.AddEntityAsync(new TableEntity(Collection, "e|x"), Token);

        Assert.Equal(
            "things holds a row e|x that no version of the store writes.",
            (await Assert.ThrowsAsync<StoreException>(() => _log.TailAsync(Collection, 0, Token).AsTask())).Message);
    }

    [Fact]
    public async Task TailAsync_LastRowDeleted_SaysThatTheHeadLiesElsewhere()
    {
        await _table.DeleteEntityAsync(Collection, RowKey.Commit(3), ETag.All, Token);

        Assert.Equal(
            "The log of things is damaged: it ends at revision 2, its head says 3.",
            (await Assert.ThrowsAsync<StoreException>(() => _log.TailAsync(Collection, 0, Token).AsTask())).Message);
    }

    [Fact]
    public async Task TailAsync_RowInTheMiddleDeleted_SaysWhereTheGapIs()
    {
        await _table.DeleteEntityAsync(Collection, RowKey.Commit(2), ETag.All, Token);

        Assert.Equal(
            "The log of things is damaged: it has a gap behind revision 1.",
            (await Assert.ThrowsAsync<StoreException>(() => _log.TailAsync(Collection, 0, Token).AsTask())).Message);
        // From behind the gap on it is whole; whoever has revision 1 sees that it does not join what he has.
        Assert.Equal([3L], (await _log.TailAsync(Collection, 1, Token)).Rows.Select(row => row.FirstRevision));
    }

    [Fact]
    public async Task SnapshotsAsync_ListDamaged_NamesTheCollection()
    {
        await _table.AddEntityAsync(new TableEntity(Collection, RowKey.Snapshots) { ["snapshots"] = "[{" }, Token);

        Assert.StartsWith(
            "The list of snapshots of things is damaged: ",
            (await Assert.ThrowsAsync<StoreException>(() => _log.SnapshotsAsync(Collection, Token).AsTask())).Message,
            StringComparison.Ordinal);
    }
}
