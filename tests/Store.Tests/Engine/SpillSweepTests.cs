using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.Store.Tests.Engine;

/// <summary>Documents too large for a row lie in blobs; the blobs of commits that never came go after a day, all others stay.</summary>
public sealed class SpillSweepTests : IAsyncDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Longer than a row of this log takes, and random, so that it does not compress.</summary>
    private static readonly string Large = Convert.ToHexString(Bytes());

    private readonly EngineWorld _world = new(payloadBytesMax: 20_000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Sweep_BlobThatNoRowNames_GoesAndOneThatARowNamesStays()
    {
        var (_, things) = _world.Start();
        Assert.IsType<WriteOutcome.Committed>(await EngineWorld.PutAsync(things, "a", Large));
        var named = Assert.Single(await Blobs());
        var orphan = $"{_world.Time.GetUtcNow().ToUnixTimeMilliseconds():D15}-{Guid.NewGuid():N}";
        await _world.Log.PutBlobAsync(EngineWorld.Name, orphan, new byte[] { 1 }, Token);

        await DaysPass(1);
        await DaysPass(1);
        await _world.UntilAsync(async () => (await Blobs()).Count < 2, "the sweep");

        Assert.Equal([named], await Blobs());
        Assert.Equal(Large, Text((await _world.Start().Things.ReadCurrentAsync(Token)).Find("a")!));
    }

    [Fact]
    public async Task Sweep_BlobOfAnObjectDeleted_StaysWhileTheRowDoes()
    {
        var (_, things) = _world.Start();
        await EngineWorld.PutAsync(things, "a", Large);
        await things.CommitAsync(new Write("a", _ => new WriteDecision.Delete()), Token);

        await DaysPass(3);

        Assert.Equal(0, (await _world.Start().Things.ReadCurrentAsync(Token)).Count);
        Assert.NotEmpty(await Blobs());
    }

    [Fact]
    public async Task Sweep_BlobOfACommitInFlight_Stays()
    {
        var (_, things) = _world.Start();
        await EngineWorld.PutAsync(things, "k");
        _world.Log.Faults.Enqueue(AppendFault.LandsLater);
        _world.Log.TailFaults = int.MaxValue;
        var writing = EngineWorld.PutAsync(things, "a", Large);
        await _world.UntilAsync(async () => (await Blobs()).Count == 1, "the blob");

        // As long as an instance may be asleep, and more.
        var (_, others) = _world.Start();
        await _world.PassAsync(TimeSpan.FromHours(2));
        Assert.Single(await Blobs());

        _world.Log.TailFaults = 0;
        await _world.UntilAsync(
            () =>
            {
                _world.Time.Advance(TimeSpan.FromSeconds(5));
                return Task.FromResult(writing.IsCompleted);
            },
            "the answer");
        Assert.Equal(Large, Text((await others.ReadCurrentAsync(Token)).Find("a")!));
    }

    private static string Text(StoredObject item) => System.Text.Encoding.UTF8.GetString(item.Document.Bytes.Span);

    private static byte[] Bytes()
    {
        var bytes = new byte[30_000];
        new Random(4).NextBytes(bytes);
        return bytes;
    }

    private async Task DaysPass(int days)
    {
        // In one go: what is done every ten seconds need not be done eight thousand times.
        _world.Time.Advance(days * Day);
        await _world.PassAsync(TimeSpan.FromSeconds(10));
    }

    private ValueTask<IReadOnlyList<string>> Blobs() => _world.Log.BlobsAsync(EngineWorld.Name, Token);
}
