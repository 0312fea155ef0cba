using CloudOrchestrator.Store.Heartbeats;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests.Heartbeats;

/// <summary>What heartbeats must do, whoever keeps the rows.</summary>
public abstract class HeartbeatConformance : IAsyncLifetime
{
    private IHeartbeats _machines = null!;
    private IHeartbeats _control = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_machines, _control) = await OpenAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task BeatAsync_First_HasNewsAndIsThere()
    {
        var answer = await _machines.BeatAsync("node/ä", null, Token);

        Assert.True(answer.HasNews);
        var heartbeat = Assert.Single(await _control.HeartbeatsAsync(Token));
        Assert.Equal(("node/ä", false), (heartbeat.Name, heartbeat.IsRung));
        Assert.InRange(heartbeat.Age, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task BeatAsync_NobodyRang_HasNoNews()
    {
        var first = await _machines.BeatAsync("a", null, Token);
        var second = await _machines.BeatAsync("a", first.Tag, Token);
        var third = await _machines.BeatAsync("a", second.Tag, Token);

        Assert.Equal((false, false), (second.HasNews, third.HasNews));
    }

    [Fact]
    public async Task BeatAsync_Rung_HasNewsOnce()
    {
        var first = await _machines.BeatAsync("a", null, Token);
        var other = await _machines.BeatAsync("b", null, Token);
        await _control.RingAsync("a", Token);
        await _control.RingAsync("a", Token);
        Assert.Equal([("a", true), ("b", false)], (await _control.HeartbeatsAsync(Token)).Select(heartbeat => (heartbeat.Name, heartbeat.IsRung)));

        var second = await _machines.BeatAsync("a", first.Tag, Token);
        var third = await _machines.BeatAsync("a", second.Tag, Token);

        Assert.Equal((true, false), (second.HasNews, third.HasNews));
        Assert.False((await _machines.BeatAsync("b", other.Tag, Token)).HasNews);
        Assert.All(await _control.HeartbeatsAsync(Token), heartbeat => Assert.False(heartbeat.IsRung));
    }

    [Fact]
    public async Task BeatAsync_AnOlderTag_HasNews()
    {
        var first = await _machines.BeatAsync("a", null, Token);
        await _machines.BeatAsync("a", first.Tag, Token);

        Assert.True((await _machines.BeatAsync("a", first.Tag, Token)).HasNews);
    }

    [Fact]
    public async Task BeatAsync_TheRowIsGone_MakesItAgain()
    {
        var first = await _machines.BeatAsync("a", null, Token);
        await _control.EndAsync("a", Token);
        await _control.EndAsync("a", Token);
        Assert.Empty(await _control.HeartbeatsAsync(Token));

        Assert.True((await _machines.BeatAsync("a", first.Tag, Token)).HasNews);
        Assert.Single(await _control.HeartbeatsAsync(Token));
    }

    [Fact]
    public async Task ExpectAsync_NoRow_MakesOneThatCanBeRung()
    {
        await _control.ExpectAsync("node/ä", Token);
        var expected = Assert.Single(await _control.HeartbeatsAsync(Token));
        await _control.RingAsync("node/ä", Token);

        Assert.Equal(("node/ä", false), (expected.Name, expected.IsRung));
        Assert.True(Assert.Single(await _control.HeartbeatsAsync(Token)).IsRung);
        Assert.True((await _machines.BeatAsync("node/ä", null, Token)).HasNews);
    }

    [Fact]
    public async Task ExpectAsync_ARow_LeavesItAsItIs()
    {
        var first = await _machines.BeatAsync("a", null, Token);
        await _control.ExpectAsync("a", Token);
        var second = await _machines.BeatAsync("a", first.Tag, Token);
        await _control.RingAsync("a", Token);
        await _control.ExpectAsync("a", Token);

        Assert.Equal((false, true), (second.HasNews, (await _machines.BeatAsync("a", second.Tag, Token)).HasNews));
    }

    [Fact]
    public async Task RingAsync_NoRow_MakesNone()
    {
        await _control.RingAsync("a", Token);

        Assert.Empty(await _control.HeartbeatsAsync(Token));
    }

    [Fact]
    public async Task RingAsync_WhileTheMachineBeats_IsNeverLost()
    {
        // What the control plane has written before it rings, the machine must have heard of once it has had the last answer.
        var written = 0;
        var heard = 0;
        var tag = (await _machines.BeatAsync("a", null, Token)).Tag;
        var ringing = Task.Run(
            async () =>
            {
                for (var count = 1; count <= 40; count++)
                {
                    Volatile.Write(ref written, count);
                    await _control.RingAsync("a", Token);
                }
            },
            Token);
        while (!ringing.IsCompleted)
        {
            tag = await Beat(tag);
        }

        await ringing;
        await Beat(tag);
        Assert.Equal(40, heard);

        async Task<string> Beat(string last)
        {
            var answer = await _machines.BeatAsync("a", last, Token);
            heard = answer.HasNews ? Volatile.Read(ref written) : heard;
            return answer.Tag;
        }
    }

    /// <summary>Rows as a machine and as the control plane reach them; none is there yet.</summary>
    protected abstract Task<(IHeartbeats Machines, IHeartbeats Control)> OpenAsync();
}
