using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.Store.AzureTables.Heartbeats;
using CloudOrchestrator.Store.AzureTables.Tests.Doubles;
using CloudOrchestrator.Store.AzureTables.Tests.Fake;
using CloudOrchestrator.Store.Heartbeats;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests.Heartbeats;

/// <summary>Heartbeats on the fake account: what they cost, and their ages.</summary>
public sealed class FakeHeartbeatTests : HeartbeatConformance
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BeatAsync_NobodyRang_IsOneRequest()
    {
        var (account, rows) = await NewAsync(TimeProvider.System);
        var tag = (await rows.BeatAsync("a", null, Token)).Tag;
        var before = account.Storage.Counts.Take();

        await rows.BeatAsync("a", tag, Token);

        Assert.Equal(1, (account.Storage.Counts.Take() - before).Total.Requests);
    }

    [Fact]
    public async Task HeartbeatsAsync_AThousandMachines_IsOneQuery()
    {
        var (account, rows) = await NewAsync(TimeProvider.System);
        for (var machine = 0; machine < 1000; machine++)
        {
            await rows.BeatAsync($"node-{machine}", null, Token);
        }

        var before = account.Storage.Counts.Take();

        Assert.Equal(1000, (await rows.HeartbeatsAsync(Token)).Count);
        Assert.Equal(1, (account.Storage.Counts.Take() - before).Total.Requests);
    }

    [Fact]
    public async Task HeartbeatsAsync_RungSinceTheBeat_HaveTheAgeOfTheBeat()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var (_, rows) = await NewAsync(time);
        await rows.BeatAsync("a", null, Token);
        time.Advance(TimeSpan.FromSeconds(30));
        await rows.RingAsync("a", Token);
        time.Advance(TimeSpan.FromSeconds(12));

        var heartbeat = Assert.Single(await rows.HeartbeatsAsync(Token));
        Assert.True(heartbeat.IsRung);
        Assert.Equal(42, heartbeat.Age.TotalSeconds, 0.001);
    }

    [Fact]
    public async Task HeartbeatsAsync_Expected_CountFromTheFirstTimeByTheServicesClock()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var (_, rows) = await NewAsync(time);
        await rows.ExpectAsync("a", Token);
        time.Advance(TimeSpan.FromSeconds(30));
        await rows.ExpectAsync("a", Token);
        time.Advance(TimeSpan.FromSeconds(12));

        Assert.Equal(42, Assert.Single(await rows.HeartbeatsAsync(Token)).Age.TotalSeconds, 0.001);
    }

    [Fact]
    public async Task BeatAsync_TheAnswerToABeatIsLost_SaysNewsRatherThanMissAny()
    {
        var (account, rows) = await NewAsync(new InstantTime());
        var tag = (await rows.BeatAsync("a", null, Token)).Tag;
        account.Storage.Faults.On(RequestTarget.Of(RequestKind.UpdateEntity), Fault.DropAnswer(), times: 1);

        Assert.True((await rows.BeatAsync("a", tag, Token)).HasNews);
    }

    protected override async Task<(IHeartbeats Machines, IHeartbeats Control)> OpenAsync()
    {
        var (account, machines) = await NewAsync(TimeProvider.System);
        return (machines, new HeartbeatRows(account.Account("control")));
    }

    private static async Task<(FakeAccount Account, HeartbeatRows Rows)> NewAsync(TimeProvider time)
    {
        var account = new FakeAccount(time);
        await account.PrepareAsync();
        return (account, new HeartbeatRows(account.Account("machine")));
    }
}
