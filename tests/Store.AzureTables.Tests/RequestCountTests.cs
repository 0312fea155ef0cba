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

    private static IDocumentCollection Collection(AzureTablesCommitLog log) =>
        new StoreEngine(log, TimeProvider.System, NullLogger<StoreEngine>.Instance).Collection(Definition);

    private static async Task Put(IDocumentCollection collection, string key, string text) =>
        Assert.IsType<WriteOutcome.Committed>(await collection.CommitAsync(
            new Write(key, _ => new WriteDecision.Put(new Document(Encoding.UTF8.GetBytes(text), -1))), Token));
}
