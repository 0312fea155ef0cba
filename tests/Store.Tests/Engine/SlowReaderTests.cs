using Xunit;

namespace CloudOrchestrator.Store.Tests.Engine;

/// <summary>A watcher that does not keep up costs no memory without end: it is cut off.</summary>
public sealed class SlowReaderTests : IAsyncDisposable
{
    private const long HistoryBytesMax = 32L * 1024 * 1024;
    private readonly EngineWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Watch_ReaderTooSlow_IsCutOffAndAnotherIsNot()
    {
        var (engine, things) = _world.Start();
        await EngineWorld.PutAsync(things, "k");
        await using var slow = Assert.IsType<WatchOutcome.Watching>(await things.WatchAsync(1, Token)).Batches.GetAsyncEnumerator(Token);
        await using var swift = Assert.IsType<WatchOutcome.Watching>(await things.WatchAsync(1, Token)).Batches.GetAsyncEnumerator(Token);
        var seen = 1L;
        var text = new string('x', 1024 * 1024);
        for (var count = 0; count < 50; count++)
        {
            await EngineWorld.PutAsync(things, "k", $"{count}{text}");
            while (seen < count + 2)
            {
                Assert.True(await swift.MoveNextAsync());
                Assert.Equal(seen + 1, swift.Current.Changes[0].Revision);
                seen = swift.Current.ProvenRevision;
            }

            Assert.InRange(engine.Memory()[0].HistoryBytes, 0, HistoryBytesMax);
        }

        await Assert.ThrowsAsync<SlowReaderException>(async () => await slow.MoveNextAsync());
    }
}
