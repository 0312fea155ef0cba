using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.Store.AzureTables.Tests.Doubles;
using CloudOrchestrator.Store.CommitLog;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests.Fake;

/// <summary>What may be sent again is; what does not pass by itself is said.</summary>
public sealed class ReadFaultTests : IAsyncLifetime
{
    private const string Collection = "things";

    private readonly FakeAccount _account = new(new InstantTime());
    private AzureTablesCommitLog _log = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _account.PrepareAsync();
        _log = _account.Log("one");
        await SampleRows.AppendAsync(_log, Collection, LogHead.None, 5);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("answer dropped", 1)]
    [InlineData("answer cut", 1)]
    [InlineData("503", 3)]
    public async Task TailAsync_FailsAndThenAnswers_IsReadWhole(string name, int failures)
    {
        var fault = name switch
        {
            "answer dropped" => Fault.DropAnswer(),
            "answer cut" => Fault.CutAnswer(),
            _ => Fault.Answer(StorageError.ServerBusy),
        };
        _account.Storage.Faults.On(RequestTarget.Of(RequestKind.QueryEntities), fault, times: failures);

        Assert.Equal(5, (await _log.TailAsync(Collection, 0, Token)).Rows.Count);
    }

    [Fact]
    public async Task TailAsync_FailsForGood_SaysWhereAndWhy()
    {
        _account.Storage.Faults.Always(RequestTarget.Of(RequestKind.QueryEntities), Fault.Answer(StorageError.ServerBusy));

        var fault = await Assert.ThrowsAsync<StoreException>(() => _log.TailAsync(Collection, 0, Token).AsTask());

        Assert.Equal("https://fakestorage.table.core.windows.net/kubernetes: the account answered 503 ServerBusy.", fault.Message);
    }

    [Fact]
    public async Task TailAsync_NoAnswerForLong_IsNotSentAgain()
    {
        var time = new FakeTimeProvider();
        var account = new FakeAccount(time);
        await account.PrepareAsync();
        account.Storage.Faults.Always(RequestTarget.Of(RequestKind.QueryEntities), Fault.DropAnswer(Loss.Silence));

        var reading = account.Log("one").TailAsync(Collection, 0, Token).AsTask();
        while (!reading.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Assert.ThrowsAsync<StoreException>(() => reading);
        Assert.Equal(1, account.Storage.Counts.Take()[RequestKind.QueryEntities].Requests);
    }

    [Fact]
    public async Task TailAsync_EmptyPagesAndPagesOfOneRow_AreReadThrough()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        _account.Storage.Faults.AtRandom(seed, 0.8, RequestTarget.Of(RequestKind.QueryEntities), Fault.ShortPage(), Fault.ShortPage(1), Fault.ShortPage(2));

        for (var after = 0; after <= 5; after++)
        {
            var tail = await _log.TailAsync(Collection, after, Token);
            Assert.Equal(Enumerable.Range(after + 1, 5 - after).Select(revision => (long)revision), tail.Rows.Select(row => row.FirstRevision));
            Assert.Equal(5, tail.Head.Revision);
        }
    }

    [Fact]
    public async Task Writes_ThatMayBeSentAgain_SurviveALostAnswer()
    {
        _account.Storage.Faults.AtRandom(
            7, 0.4, new RequestTarget { Where = facts => facts.Kind != RequestKind.Batch }, Fault.DropAnswer(), Fault.CutAnswer(), Fault.DropRequest(), Fault.Answer(StorageError.ServerBusy));

        var head = (await _log.TailAsync(Collection, 0, Token)).Head;
        for (var revision = 1; revision <= 5; revision++)
        {
            await _log.SaveSnapshotAsync(Collection, new StoredSnapshot(revision, 1, 1, new byte[] { 1, (byte)revision }), Token);
            await _log.RegisterAsync(Collection, Token);
            await _log.MarkDirtyAsync(Collection, Token);
            Assert.True(await _log.MovePublishedAsync(Collection, revision - 1, revision, Token));
            await _log.PutBlobAsync(Collection, $"blob{revision}", new byte[] { (byte)revision }, Token);
        }

        await _log.ClearDirtyAsync(Assert.Single(await _log.DirtyMarksAsync(Token)), Token);
        await _log.DeleteBlobAsync(Collection, "blob1", Token);
        Assert.True(await _log.SealAsync(Collection, head, Token));

        Assert.Equal([5L, 4L, 3L], (await _log.SnapshotsAsync(Collection, Token)).Select(entry => entry.Revision));
        Assert.Equal([Collection], await _log.CollectionsAsync(Token));
        Assert.Equal(5, await _log.PublishedAsync(Collection, Token));
        Assert.Equal(["blob2", "blob3", "blob4", "blob5"], await _log.BlobsAsync(Collection, Token));
        Assert.Empty(await _log.DirtyMarksAsync(Token));
    }
}
