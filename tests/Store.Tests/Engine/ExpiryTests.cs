using Xunit;

namespace CloudOrchestrator.Store.Tests.Engine;

/// <summary>Objects that expire.</summary>
public sealed class ExpiryTests : IAsyncDisposable
{
    private readonly EngineWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task KeepUp_ObjectsExpire_TheyGoAndOthersStay()
    {
        var (_, things) = _world.Start();
        var now = _world.Time.GetUtcNow();
        await EngineWorld.PutAsync(things, "soon", expires: now.AddMinutes(1));
        await EngineWorld.PutAsync(things, "late", expires: now.AddHours(1));
        await EngineWorld.PutAsync(things, "never");
        await EngineWorld.PutAsync(things, "prolonged", expires: now.AddMinutes(1));
        await EngineWorld.PutAsync(things, "prolonged", expires: now.AddHours(1));

        await _world.PassAsync(TimeSpan.FromMinutes(1));
        await _world.UntilAsync(async () => (await things.ReadCurrentAsync(Token)).Count < 4, "the expiry");

        Assert.Equal("late never prolonged", EngineWorld.Keys(await things.ReadCurrentAsync(Token)));
    }

    /// <summary>Two instances that both find them expired delete each once.</summary>
    [Fact]
    public async Task KeepUp_MoreThanABatchOnTwoInstances_EachGoesOnce()
    {
        const int count = 2500;
        var (_, things) = _world.Start();
        var (_, others) = _world.Start();
        var expires = _world.Time.GetUtcNow().AddMinutes(1);
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => EngineWorld.PutAsync(things, $"{number:D4}", expires: expires)));
        await others.ReadCurrentAsync(Token);

        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.UntilAsync(async () => (await things.ReadCurrentAsync(Token)).Count == 0, "the end of all");

        Assert.Equal(2 * count, await _world.HeadAsync());
    }

    [Fact]
    public async Task KeepUp_ManyExpireAtOnce_OneRoundIsEnough()
    {
        const int count = 5000;
        var (engine, things) = _world.Start();
        var expires = _world.Time.GetUtcNow().AddSeconds(1);
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => EngineWorld.PutAsync(things, $"{number:D4}", expires: expires)));

        // Less than the time between two rounds, so that no other is started.
        _world.Time.Advance(TimeSpan.FromSeconds(2));
        await engine.KeepUpAsync(Token);

        Assert.Equal(0, (await things.ReadCurrentAsync(Token)).Count);
    }
}
