using CloudOrchestrator.Doorbells.Tests.Doubles;
using Xunit;

namespace CloudOrchestrator.Doorbells.Tests.Conformance;

/// <summary>What a doorbell must do, whatever it hangs on.</summary>
public abstract class DoorbellConformance : IAsyncLifetime
{
    protected const string Node = "node-1";

    private IDoorbell _doorbell = null!;

    protected FakeApi Api { get; } = new() { NodeName = Node };

    public async ValueTask InitializeAsync() => _doorbell = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        (_doorbell as IDisposable)?.Dispose();
        await CloseAsync();
        Api.Dispose();
    }

    [Fact]
    public async Task ListenAsync_AtFirst_SaysAllPods()
    {
        Api.Put("a");
        Api.Put("b");
        await using var listener = new Listener(_doorbell);

        await listener.UntilAsync(_ => true, "the first notice");

        Assert.Equal(["a", "b"], Assert.IsType<PodNotice.Listed>(listener.First).Pods.Select(pod => pod.Metadata.Name));
    }

    [Fact]
    public async Task ListenAsync_PodsChange_SaysEachChange()
    {
        await using var listener = await ListenAsync();

        foreach (var pod in new[] { "a", "b", "a" })
        {
            var revision = Api.Put(pod);
            await RingAsync();
            await listener.UntilKnownAsync(pod, revision);
        }
    }

    [Fact]
    public async Task ListenAsync_PodGoes_SaysSo()
    {
        Api.Put("a");
        Api.Put("b");
        await using var listener = await ListenAsync();

        Api.Delete("a");
        await RingAsync();

        await listener.UntilAsync(
            notice => notice is PodNotice.Removed { Pod.Metadata.Name: "a" } || (notice is PodNotice.Listed listed && listed.Pods.All(pod => pod.Metadata.Name != "a")), "the end of a");
    }

    [Fact]
    public async Task ListenAsync_OutageHidAChange_SaysWhatChanged()
    {
        Api.Put("a");
        Api.Put("b");
        await using var listener = await ListenAsync();
        await SetAwayAsync(true);
        Api.Delete("a");
        var revision = Api.Put("b");
        await RingAsync();

        await SetAwayAsync(false);

        // By a list, or by changes where the outage was over before anybody noticed it.
        await listener.UntilPodsAreAsync(("b", revision));
    }

    [Fact]
    public async Task ListenAsync_AwayAtTheStart_BeginsWhenItCan()
    {
        Api.Put("a");
        await SetAwayAsync(true);
        await using var listener = new Listener(_doorbell);
        Assert.False(await _doorbell.BeatAsync(TestContext.Current.CancellationToken));

        await SetAwayAsync(false);

        await listener.UntilAsync(_ => true, "the first notice");
        Assert.IsType<PodNotice.Listed>(listener.First);
    }

    [Fact]
    public async Task ListenAsync_Cancelled_Ends()
    {
        var listener = await ListenAsync();
        await listener.EndAsync();
        await SetAwayAsync(true);
        var second = new Listener(_doorbell);
        await second.EndAsync();
    }

    [Fact]
    public Task ListenAsync_LineCutAsItIsCancelled_Ends() => EndsThoughCutAsync(atWatch: false);

    [Fact]
    public async Task ListenAsync_ListenedToAgain_SaysAllPodsAtFirst()
    {
        await (await ListenAsync()).EndAsync();
        var revision = Api.Put("a");

        await using var again = await ListenAsync();

        Assert.IsType<PodNotice.Listed>(again.First);
        await again.UntilKnownAsync("a", revision);
    }

    [Fact]
    public async Task Answered_PodsListed_IsRaised()
    {
        var answers = 0;
        _doorbell.Answered += () => Interlocked.Increment(ref answers);

        await using var listener = await ListenAsync();

        Assert.True(Volatile.Read(ref answers) > 0);
        Assert.True(_doorbell.RepeatEvery > TimeSpan.Zero);
    }

    [Fact]
    public async Task BeatAsync_WhileListening_IsShown()
    {
        await using var listener = await ListenAsync();

        await Listener.UntilAsync(() => _doorbell.BeatAsync(TestContext.Current.CancellationToken), "a beat that was taken");

        Assert.True(await IsShownAsync());
    }

    [Fact]
    public async Task BeatAsync_WhileAway_SaysSoAndRecovers()
    {
        await using var listener = await ListenAsync();
        await SetAwayAsync(true);
        await Listener.UntilAsync(async () => !await _doorbell.BeatAsync(TestContext.Current.CancellationToken), "a beat that was not taken");

        await SetAwayAsync(false);

        await Listener.UntilAsync(() => _doorbell.BeatAsync(TestContext.Current.CancellationToken), "a beat that was taken again");
    }

    /// <summary>The line breaks in the very request that is under way when the listener gives up.</summary>
    protected async Task EndsThoughCutAsync(bool atWatch)
    {
        using var end = new CancellationTokenSource();
        Api.Asked = isWatch =>
        {
            if (isWatch == atWatch)
            {
                end.Cancel();
                throw new HttpRequestException("The line was cut.");
            }
        };

        await foreach (var notice in _doorbell.ListenAsync(end.Token))
        {
            Assert.IsType<PodNotice.Listed>(notice);
            Assert.True(atWatch);
        }

        Assert.True(end.IsCancellationRequested);
    }

    protected abstract Task<IDoorbell> OpenAsync();

    protected virtual Task CloseAsync() => Task.CompletedTask;

    /// <summary>What the control plane does when it changes the node's pods.</summary>
    protected virtual Task RingAsync() => Task.CompletedTask;

    /// <summary>Whether the control plane sees that the node lives.</summary>
    protected abstract Task<bool> IsShownAsync();

    /// <summary>Everything that the node reaches goes away or comes back.</summary>
    protected virtual Task SetAwayAsync(bool isAway)
    {
        Api.IsAway = isAway;
        return Task.CompletedTask;
    }

    private async Task<Listener> ListenAsync()
    {
        var listener = new Listener(_doorbell);
        await listener.UntilAsync(_ => true, "the first notice");
        return listener;
    }
}
