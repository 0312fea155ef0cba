using System.Text;
using CloudOrchestrator.Store.Backups;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Engine;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Store.Conformance;

/// <summary>What backup and restore must do, whatever logs lie under the two stores.</summary>
public abstract class BackupConformance : IAsyncLifetime
{
    private const string FileName = "cluster.backup";
    private const long Added = StoreRestore.RevisionsAdded;

    private readonly List<StoreEngine> _engines = [];
    private ICommitLog _source = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _source = await NewLogAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines)
        {
            await engine.DisposeAsync();
        }

        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Restore_IntoAnEmptyStore_HasEverythingWithEveryRevisionRaised()
    {
        var big = new string('x', CommitBytes.DocumentMax);
        await PutAsync(_source, "pods", "a", "1");
        await PutAsync(_source, "pods", "b", big);
        await PutAsync(_source, "pods", "gone", "3");
        await DeleteAsync(_source, "pods", "gone");
        await PutAsync(_source, "apps/deployments", StoreKey.Of("näme", "d/e"), "x");
        await PutAsync(_source, "emptied", "z", "x");
        await DeleteAsync(_source, "emptied", "z");
        var target = await NewLogAsync();

        var saved = await SaveAsync(_source);
        var restored = await RestoreAsync(target, saved.File);

        Assert.Equal((3, 3L), (restored.Collections, restored.Objects));
        Assert.Equal(saved.Summary, restored);
        var pods = await StateAsync(target, "pods");
        Assert.Equal([("a", "1", Added + 1), ("b", big, Added + 2)], pods.Range("").Select(item => (item.Key, Text(item), item.Revision)));
        Assert.Equal(Added + 5, pods.Revision);
        Assert.Equal("x", Text((await StateAsync(target, "apps/deployments")).Find(StoreKey.Of("näme", "d/e"))!));
        Assert.Equal((0, Added + 3), ((await StateAsync(target, "emptied")).Count, (await StateAsync(target, "emptied")).Revision));
    }

    [Fact]
    public async Task Restore_WhatWasBefore_IsCompactedAndRevisionsGoOn()
    {
        await PutAsync(_source, "pods", "a", "1");
        var target = await NewLogAsync();
        await RestoreAsync(target, (await SaveAsync(_source)).File);
        var pods = Open(target, "pods");
        var head = (await pods.ReadCurrentAsync(Token)).Revision;

        Assert.IsType<StateOutcome.Compacted>(await pods.ReadAtAsync(1, Token));
        Assert.IsType<StateOutcome.Compacted>(await pods.ReadAtAsync(Added + 1, Token));
        Assert.IsType<WatchOutcome.Compacted>(await pods.WatchAsync(1, Token));
        var watching = Assert.IsType<WatchOutcome.Watching>(await pods.WatchAsync(head, Token)).Batches.GetAsyncEnumerator(Token);
        Assert.Equal(head + 1, Assert.IsType<WriteOutcome.Committed>(await PutAsync(target, "pods", "b", "2", pods)).Object.Revision);
        Assert.True(await watching.MoveNextAsync());
        Assert.Equal("b", Assert.Single(watching.Current.Changes).Key);
        await watching.DisposeAsync();

        // And so it is for whoever opens it anew.
        Assert.Equal(["a", "b"], (await StateAsync(target, "pods")).Range("").Select(item => item.Key));
    }

    [Fact]
    public async Task Restore_OfARestoredStore_RaisesOnceMore()
    {
        await PutAsync(_source, "pods", "a", "1");
        var second = await NewLogAsync();
        await RestoreAsync(second, (await SaveAsync(_source)).File);
        await PutAsync(second, "pods", "b", "2");
        var third = await NewLogAsync();

        var restored = await RestoreAsync(third, (await SaveAsync(second)).File);

        Assert.Equal(1, restored.Collections);
        Assert.Equal([("a", Added + Added + 1), ("b", Added + Added + 3)], (await StateAsync(third, "pods")).Range("").Select(item => (item.Key, item.Revision)));
    }

    [Fact]
    public async Task Restore_IntoAStoreWithACluster_IsRefusedAndChangesNothing()
    {
        await PutAsync(_source, "pods", "a", "1");
        var target = await NewLogAsync();
        await PutAsync(target, "services", "s", "x");

        var fault = await Assert.ThrowsAsync<StoreException>(async () => await RestoreAsync(target, (await SaveAsync(_source)).File));

        Assert.Contains("holds a cluster already, with 1 collections such as services", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["services"], await target.CollectionsAsync(Token));
        await StoreRestore.CheckAsync(target, TimeProvider.System, Token);
    }

    [Fact]
    public async Task Restore_Again_FindsItDoneAndAnotherIsRefused()
    {
        await PutAsync(_source, "pods", "a", "1");
        var first = (await SaveAsync(_source)).File;
        await PutAsync(_source, "pods", "a", "2");
        var second = (await SaveAsync(_source)).File;
        var target = await NewLogAsync();
        await RestoreAsync(target, first);
        await PutAsync(target, "pods", "b", "new");

        Assert.True((await RestoreAsync(target, first)).WasDone);
        await Assert.ThrowsAsync<StoreException>(() => RestoreAsync(target, second));

        Assert.Equal(["1", "new"], (await StateAsync(target, "pods")).Range("").Select(Text));
    }

    [Fact]
    public async Task Save_WhileOneThingIsBuiltOnAnother_NeverHoldsTheSecondWithoutTheFirst()
    {
        // Each number goes into one collection, and only once it is there into the next.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var (causes, effects) = (Open(_source, "a-causes"), Open(_source, "z-effects"));
        var writing = Task.Run(async () =>
        {
            for (var number = 1; !stop.IsCancellationRequested; number++)
            {
                await PutAsync(_source, "a-causes", $"n{number:D6}", "x", causes);
                await PutAsync(_source, "z-effects", $"n{number:D6}", "x", effects);
                await Task.Delay(TimeSpan.FromMilliseconds(1));
            }
        }, Token);
        var held = 0;
        for (var round = 0; round < 5; round++)
        {
            while ((await effects.ReadCurrentAsync(Token)).Count <= held)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), Token);
            }

            var target = await NewLogAsync();
            await RestoreAsync(target, (await SaveAsync(_source)).File);
            var (there, built) = (await StateAsync(target, "a-causes"), await StateAsync(target, "z-effects"));
            Assert.All(built.Range(""), effect => Assert.NotNull(there.Find(effect.Key)));
            held = built.Count;
        }

        await stop.CancelAsync();
        await writing;
        Assert.True(held > 0, "the backups held nothing to judge");
    }

    [Fact]
    public async Task Save_OfACollectionWithSnapshots_IsItsState()
    {
        var pods = Open(_source, "pods");
        for (var index = 0; index < 40; index++)
        {
            await pods.CommitAsync([.. Enumerable.Range(0, 50).Select(number => new Write($"k{number}", _ => Put($"{index}.{number}")))], Token);
        }

        var state = await pods.ReadCurrentAsync(Token);
        await _source.SaveSnapshotAsync("pods", Snapshot(state), Token);
        await PutAsync(_source, "pods", "last", "x", pods);
        var target = await NewLogAsync();

        await RestoreAsync(target, (await SaveAsync(_source)).File);

        Assert.Equal(
            (await pods.ReadCurrentAsync(Token)).Range("").Select(item => (item.Key, Text(item), item.Revision + Added)),
            (await StateAsync(target, "pods")).Range("").Select(item => (item.Key, Text(item), item.Revision)));
    }

    [Fact]
    public async Task SealAsync_AStoreInUse_TakesNoMoreWritesAndCanStillBeReadAndBackedUp()
    {
        var pods = Open(_source, "pods");
        await PutAsync(_source, "pods", "a", "1", pods);
        await PutAsync(_source, "services", "s", "1");

        Assert.Equal(2, await StoreSeal.SealAsync(_source, Token));
        Assert.Equal(2, await StoreSeal.SealAsync(_source, Token));

        Assert.Contains("sealed", Assert.IsType<WriteOutcome.Unavailable>(await PutAsync(_source, "pods", "b", "2", pods)).Reason, StringComparison.Ordinal);
        Assert.Equal("1", Text((await StateAsync(_source, "pods")).Find("a")!));
        Assert.Equal(2, (await SaveAsync(_source)).Summary.Objects);
    }

    [Fact]
    public async Task Restore_Generated_IsWhatWasSaved()
    {
        var change = Gen.Select(Gen.Int[0, 2], Gen.String[Gen.Char['\u0020', '\u04ff'], 1, 12], Gen.String[0, 200], Gen.Bool);
        await change.Array[1, 40].SampleAsync(
            async changes =>
            {
                var source = await NewLogAsync();
                foreach (var (collection, name, text, deletes) in changes)
                {
                    var key = StoreKey.Of(name);
                    await Open(source, $"c{collection}").CommitAsync(
                        new Write(key, state => deletes && state.Find(key) is not null ? new WriteDecision.Delete() : Put(text)), Token);
                }

                var target = await NewLogAsync();
                await RestoreAsync(target, (await SaveAsync(source)).File);
                foreach (var name in await source.CollectionsAsync(Token))
                {
                    Assert.Equal(
                        (await StateAsync(source, name)).Range("").Select(item => (item.Key, Text(item), item.Revision + Added)),
                        (await StateAsync(target, name)).Range("").Select(item => (item.Key, Text(item), item.Revision)));
                }
            },
            iter: 10,
            threads: 1);
    }

    /// <summary>The log of a new store that holds nothing.</summary>
    protected abstract Task<ICommitLog> NewLogAsync();

    /// <summary>Closes all logs.</summary>
    protected abstract ValueTask CloseAsync();

    protected static async Task<(byte[] File, BackupSummary Summary)> SaveAsync(ICommitLog log)
    {
        using var file = new MemoryStream();
        var summary = await StoreBackup.SaveAsync(log, file, null, Token);
        return (file.ToArray(), summary);
    }

    protected static Task<BackupSummary> RestoreAsync(ICommitLog log, byte[] file) =>
        new StoreRestore(log, TimeProvider.System, NullLogger<StoreRestore>.Instance).RestoreAsync(() => new MemoryStream(file), FileName, Token);

    protected async Task<WriteOutcome> PutAsync(ICommitLog log, string collection, string key, string text, IDocumentCollection? open = null) =>
        await (open ?? Open(log, collection)).CommitAsync(new Write(key, _ => Put(text)), Token);

    protected async Task<CollectionState> StateAsync(ICommitLog log, string collection) => await Open(log, collection).ReadCurrentAsync(Token);

    protected static string Text(StoredObject item) => Encoding.UTF8.GetString(item.Document.Bytes.Span);

    private static StoredSnapshot Snapshot(CollectionState state) =>
        new(state.Revision, 1, ((Trees.CollectionRoot)state).Digest, Codecs.SnapshotEncoding.Encode(state, 0));

    private static WriteDecision Put(string text) => new WriteDecision.Put(new Document(Encoding.UTF8.GetBytes(text), -1));

    private async Task DeleteAsync(ICommitLog log, string collection, string key) =>
        await Open(log, collection).CommitAsync(new Write(key, _ => new WriteDecision.Delete()), Token);

    /// <summary>A collection as an instance sees it that has just started.</summary>
    private IDocumentCollection Open(ICommitLog log, string collection)
    {
        var engine = new StoreEngine(log, TimeProvider.System, NullLogger<StoreEngine>.Instance);
        _engines.Add(engine);
        return engine.Collection(new CollectionDefinition(collection, []));
    }
}
