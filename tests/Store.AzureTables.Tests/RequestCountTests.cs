using System.Text;
using CloudOrchestrator.Store.AzureTables.Tests.Doubles;
using CloudOrchestrator.Store.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests;

/// <summary>What an operation costs in requests, counted on the wire.</summary>
public sealed class RequestCountTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly CollectionDefinition Definition = new("apps/deployments", []);

    private readonly string _cluster = AzuriteFixture.NewCluster();
    private readonly CountingTransport _counted = new();
    private IDocumentCollection _collection = null!;
    private IDocumentCollection _other = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _collection = Collection(await azurite.OpenAsync(_cluster, _counted));
        _other = Collection(await azurite.OpenAsync(_cluster));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Commit_Warm_IsOneRequest()
    {
        await Put(_collection, "web", "1");
        _counted.Take();

        await Put(_collection, "web", "2");
        var update = _counted.Take();
        await Put(_collection, "api", "1");
        var create = _counted.Take();

        Assert.StartsWith("POST ", Assert.Single(update), StringComparison.Ordinal);
        Assert.StartsWith("POST ", Assert.Single(create), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commit_AfterAnothersCommits_IsAtMostThree()
    {
        await Put(_collection, "web", "1");
        await Put(_other, "web", "2");
        _counted.Take();

        await Put(_collection, "web", "3");

        // The lost race, the tail with the head's new tag, the commit.
        Assert.Equal(3, _counted.Take().Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Read_WarmAndBehind_IsOneRequest(int behind)
    {
        await Put(_collection, "web", "1");
        await _other.ReadCurrentAsync(Token);
        for (var index = 0; index < behind; index++)
        {
            await Put(_other, $"web-{index}", "1");
        }

        _counted.Take();
        var state = await _collection.ReadCurrentAsync(Token);

        Assert.Single(_counted.Take());
        Assert.Equal(1 + behind, state.Count);
    }

    [Fact]
    public async Task Open_NeverWritten_IsTwoRequests()
    {
        await _collection.ReadAnyAsync(Token);

        Assert.Equal(2, _counted.Take().Count);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(2500)]
    public async Task Tail_Rows_AreAThousandARequest(int rows)
    {
        var log = await azurite.OpenAsync(_cluster, _counted);
        await SampleRows.FillAsync(azurite.Account(_cluster), "filled", rows);
        _counted.Take();

        var tail = await log.TailAsync("filled", 0, Token);

        Assert.Equal(rows, tail.Rows.Count);
        Assert.Equal((rows + 1000) / 1000, _counted.Take().Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(98)]
    public async Task Compact_TenThousandChanges_IsARequestPerHundredRows(int changesPerRow)
    {
        var rows = 10_000 / changesPerRow;
        var log = await azurite.OpenAsync(_cluster, _counted);
        var head = await SampleRows.FillAsync(azurite.Account(_cluster), "filled", rows + 1, changesPerRow);
        _counted.Take();

        await log.CompactAsync("filled", head.Revision - changesPerRow, long.MaxValue, Token);
        var requests = _counted.Take();

        var deletions = requests.Count(request => request.StartsWith("POST ", StringComparison.Ordinal));
        Assert.Equal((rows + 99) / 100, deletions);
        // A query per thousand rows, the head, the list of snapshots, the list of blobs.
        Assert.InRange(requests.Count, deletions + 4, deletions + ((rows + 999) / 1000) + 4);
        TestContext.Current.SendDiagnosticMessage($"{changesPerRow} changes a row: {requests.Count} requests");
        Assert.Single((await log.TailAsync("filled", head.Revision - changesPerRow, Token)).Rows);
    }

    private static IDocumentCollection Collection(AzureTablesCommitLog log) =>
        new StoreEngine(log, TimeProvider.System, NullLogger<StoreEngine>.Instance).Collection(Definition);

    private static async Task Put(IDocumentCollection collection, string key, string text) =>
        Assert.IsType<WriteOutcome.Committed>(await collection.CommitAsync(
            new Write(key, _ => new WriteDecision.Put(new Document(Encoding.UTF8.GetBytes(text), -1))), Token));
}
