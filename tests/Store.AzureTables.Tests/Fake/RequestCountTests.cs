using System.Text;
using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.FakeAzureStorage.Counting;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests.Fake;

/// <summary>What an operation costs in round trips and in billed transactions.</summary>
public sealed class RequestCountTests : IAsyncLifetime
{
    private const string One = "one";

    private static readonly CollectionDefinition Definition = new("apps/deployments", []);

    private readonly FakeAccount _account = new(
        TimeProvider.System, new FakeStorageOptions { Limits = new StorageLimits { PartitionEntitiesPerSecond = 0, AccountRequestsPerSecond = 0 } });

    private IDocumentCollection _collection = null!;
    private IDocumentCollection _other = null!;
    private CountSnapshot _before = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _account.PrepareAsync();
        _collection = Collection(One);
        _other = Collection("other");
        Start();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Prepare_ThereAlready_IsARequestForTheTableAndOneForTheContainer()
    {
        await AzureTablesServices.PrepareAsync(_account.Options(One), TimeProvider.System, Token);

        Assert.Equal(2, Spent().Requests);
    }

    [Fact]
    public async Task Commit_Warm_IsOneRoundTrip()
    {
        await Put(_collection, "web", "1");

        Start();
        await Put(_collection, "web", "2");
        Assert.Equal((1, 1), (Spent().Requests, Spent().Billed));

        Start();
        await Put(_collection, "api", "1");
        Assert.Equal((1, 1), (Spent().Requests, Spent().Billed));
        Assert.Equal(1, Spent(RequestKind.Batch).Requests);
    }

    [Fact]
    public async Task Commit_AfterAnothersCommits_IsThreeRoundTrips()
    {
        await Put(_collection, "web", "1");
        await Put(_other, "web", "2");
        Start();

        await Put(_collection, "web", "3");

        // The lost race, the tail with the head's new tag, the commit.
        Assert.Equal((3, 2, 1), (Spent().Requests, Spent(RequestKind.Batch).Requests, Spent(RequestKind.QueryEntities).Requests));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Read_WarmAndBehind_IsOneRoundTrip(int behind)
    {
        await Put(_collection, "web", "1");
        for (var index = 0; index < behind; index++)
        {
            await Put(_other, $"web-{index}", "1");
        }

        Start();
        var state = await _collection.ReadCurrentAsync(Token);

        Assert.Equal((1, 1), (Spent().Requests, Spent(RequestKind.QueryEntities).Requests));
        Assert.Equal(1 + behind, state.Count);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(98, 1)]
    [InlineData(999, 1)]
    [InlineData(1000, 2)]
    public async Task Open_RowsWithoutASnapshot_IsTheListOfSnapshotsAndAPagePerThousand(int rows, int pages)
    {
        for (var index = 0; index < rows; index++)
        {
            await Put(_other, $"web-{index}", "1");
        }

        Start();
        await _collection.ReadAnyAsync(Token);

        Assert.Equal((1 + pages, pages), (Spent().Requests, Spent(RequestKind.QueryEntities).Requests));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(98)]
    public async Task Open_TenThousandObjects_IsAtMostFiveRoundTrips(int objectsPerCommit)
    {
        var filler = new byte[2000];
        for (var index = 0; index < 10_000; index += objectsPerCommit)
        {
            Random.Shared.NextBytes(filler);
            var text = Convert.ToBase64String(filler.AsSpan(0, 1500));
            await _other.CommitAsync([.. Enumerable.Range(index, Math.Min(objectsPerCommit, 10_000 - index)).Select(number => PutWrite($"web-{number}", text))], Token);
        }

        await SnapshotsCatchUpAsync(10_000 / objectsPerCommit);
        Start();
        var state = await _collection.ReadCurrentAsync(Token);
        TestContext.Current.SendDiagnosticMessage($"{objectsPerCommit} objects a commit: {_account.Storage.Counts.Take() - _before}");

        Assert.Equal(10_000, state.Count);
        Assert.InRange(Spent().Requests, 2, 5);
    }

    [Fact]
    public async Task Watch_ColdFromBeforeTheNewestSnapshot_ReadsTheLogOnce()
    {
        const int commits = 2500;
        for (var index = 0; index < commits; index++)
        {
            await Put(_other, $"web-{index}", "1");
        }

        var snapshot = await SecondNewestSnapshotAsync();
        var from = snapshot.Revision + 1;
        Start();
        var watch = Assert.IsType<WatchOutcome.Watching>(await _collection.WatchAsync(from, Token));

        // The list of snapshots, that snapshot, and the pages of the rows and the head behind it.
        Assert.Equal(2 + ((commits - snapshot.Revision + 1000) / 1000), Spent().Requests);
        var seen = new List<long>();
        await foreach (var batch in watch.Batches)
        {
            seen.AddRange(batch.Changes.Select(change => change.Revision));
            if (batch.ProvenRevision == commits)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(1, commits).Select(revision => (long)revision).Where(revision => revision > from), seen);
    }

    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(10, 1_000)]
    [InlineData(98, 102)]
    public async Task Compact_TenThousandChanges_IsARequestPerHundredRows(int changesPerRow, int rows)
    {
        var log = _account.Log(One);
        var head = await SampleRows.FillAsync(_account.Account("other"), "filled", rows + 1, changesPerRow);
        Start();

        await log.CompactAsync("filled", head.Revision - changesPerRow, long.MaxValue, Token);

        Assert.Equal((rows + 99) / 100, Spent(RequestKind.Batch).Requests);
        Assert.Equal((rows + 999) / 1000, Spent(RequestKind.QueryEntities).Requests);
        // The head, the list of snapshots and that of blobs come on top.
        Assert.Equal(((rows + 99) / 100) + ((rows + 999) / 1000) + 3, Spent().Requests);
        Assert.Equal(Spent().Requests, Spent().Billed);
        Assert.Single((await log.TailAsync("filled", head.Revision - changesPerRow, Token)).Rows);
    }

    /// <summary>Snapshots are written beside the commits: waits until the newest leaves no more than three pages of the log behind it.</summary>
    private async Task SnapshotsCatchUpAsync(int commits)
    {
        var log = _account.Log("observer");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (commits > 2990 && (await log.SnapshotsAsync(Definition.Name, Token)) is var snapshots && (snapshots.Count == 0 || snapshots[0].Revision < commits - 2990))
        {
            Assert.False(deadline.IsCancellationRequested, "a snapshot of the last 2,990 commits did not come within 30 s");
            await Task.Yield();
        }
    }

    private async Task<SnapshotEntry> SecondNewestSnapshotAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await _account.Log("observer").SnapshotsAsync(Definition.Name, Token) is { Count: > 1 } snapshots)
            {
                return snapshots[1];
            }

            Assert.False(deadline.IsCancellationRequested, "no two snapshots came within 30 s");
            await Task.Yield();
        }
    }

    private IDocumentCollection Collection(string instance) =>
        new StoreEngine(_account.Log(instance), TimeProvider.System, NullLogger<StoreEngine>.Instance).Collection(Definition);

    private static async Task Put(IDocumentCollection collection, string key, string text) =>
        Assert.IsType<WriteOutcome.Committed>(await collection.CommitAsync(
            PutWrite(key, text), Token));

    private static Write PutWrite(string key, string text) => new(key, _ => new WriteDecision.Put(new Document(Encoding.UTF8.GetBytes(text), -1)));

    private void Start() => _before = _account.Storage.Counts.Take();

    private RequestCount Spent(params RequestKind[] kinds) => (_account.Storage.Counts.Take() - _before).Of(One, kinds.Length == 0 ? null : kinds);
}
