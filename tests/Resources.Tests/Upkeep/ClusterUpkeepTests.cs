using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Upkeep;
using CloudOrchestrator.Store;
using CloudOrchestrator.Store.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Upkeep;

/// <summary>Duties are done once in their time, by whichever process, and again where one failed.</summary>
public sealed class ClusterUpkeepTests
{
    private static readonly Duty Hourly = new("hourly", TimeSpan.FromHours(1));
    private static readonly Duty Daily = new("daily", TimeSpan.FromDays(1), "version 1");

    [Fact]
    public async Task DueAsync_NeverDone_IsDueUntilItIsNoted()
    {
        await using var world = await World.CreateAsync();
        var upkeep = Of(world);

        Assert.Equal([Hourly, Daily], await upkeep.DueAsync([Hourly, Daily], World.Token));
        Assert.Equal([Hourly, Daily], await upkeep.DueAsync([Hourly, Daily], World.Token));
        await upkeep.DoneAsync(Hourly, World.Token);

        Assert.Equal([Daily], await upkeep.DueAsync([Hourly, Daily], World.Token));
    }

    [Fact]
    public async Task DueAsync_DoneByAProcessThatDied_IsDueOnceItsTimeIsOver()
    {
        var log = new MemoryCommitLog(isSoleWriter: false);
        await using var dead = await World.CreateAsync(log);
        await Of(dead).DoneAsync(Hourly, World.Token);
        await using var next = World.After(dead, log);

        next.Time.Advance(TimeSpan.FromMinutes(59));
        var early = await Of(next).DueAsync([Hourly], World.Token);
        next.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(early);
        Assert.Equal([Hourly], await Of(next).DueAsync([Hourly], World.Token));
    }

    [Fact]
    public async Task DueAsync_AnotherVersion_IsDueAtOnce()
    {
        await using var world = await World.CreateAsync();
        await Of(world).DoneAsync(Daily, World.Token);

        Assert.Empty(await Of(world).DueAsync([Daily], World.Token));
        Assert.Single(await Of(world).DueAsync([Daily with { Condition = "version 2" }], World.Token));
    }

    /// <summary>The first time while instances of both versions run, the second when those of the one before are gone.</summary>
    [Fact]
    public async Task DueAsync_AnotherVersionOfADutyThatIsDoneTwice_IsDueAtOnceAndOnceMore()
    {
        await using var world = await World.CreateAsync();
        var duty = new Duty("twice", TimeSpan.FromHours(1), "version 1", AgainAfter: TimeSpan.FromMinutes(10));
        foreach (var version in (Duty[])[duty, duty with { Condition = "version 2" }, duty])
        {
            Assert.True(await IsDueAsync(version));
            await Of(world).DoneAsync(version, World.Token);
            Assert.False(await IsDueAsync(version));

            world.Time.Advance(TimeSpan.FromMinutes(9.9));
            Assert.False(await IsDueAsync(version));
            world.Time.Advance(TimeSpan.FromMinutes(0.1));
            Assert.True(await IsDueAsync(version));
            await Of(world).DoneAsync(version, World.Token);

            world.Time.Advance(TimeSpan.FromMinutes(59.9));
            Assert.False(await IsDueAsync(version));
            world.Time.Advance(TimeSpan.FromMinutes(0.1));
            Assert.True(await IsDueAsync(version));
            await Of(world).DoneAsync(version, World.Token);
            Assert.False(await IsDueAsync(version));
        }

        async Task<bool> IsDueAsync(Duty one) => (await Of(world).DueAsync([one], World.Token)).Count > 0;
    }

    /// <summary>A tick that takes longer than a minute may have the next one beside it, of another instance.</summary>
    [Fact]
    public async Task DueAsync_TheFirstTimeWasDoneByTwoThatOverlapped_IsDueOnceMore()
    {
        await using var world = await World.CreateAsync();
        var duty = new Duty("twice", TimeSpan.FromHours(1), "version 1", AgainAfter: TimeSpan.FromMinutes(10));
        await Of(world).DoneAsync(duty, World.Token);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await Of(world).DoneAsync(duty, World.Token);

        world.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal([duty], await Of(world).DueAsync([duty], World.Token));
    }

    [Fact]
    public async Task DueAsync_NotedByAClockThatWasDaysAhead_IsDue()
    {
        var log = new MemoryCommitLog(isSoleWriter: false);
        await using var world = await World.CreateAsync(log);
        await using var ahead = World.After(world, log, new FakeTimeProvider(world.Time.GetUtcNow().AddDays(3)));
        await Of(ahead).DoneAsync(Hourly, World.Token);

        Assert.Equal([Hourly], await Of(world).DueAsync([Hourly], World.Token));
    }

    [Fact]
    public async Task CompactAsync_ObjectsHaveExpired_TheyGoThoughNobodyHadOpenedTheirCollection()
    {
        var log = new MemoryCommitLog(isSoleWriter: false);
        await using var world = await World.CreateAsync(log);
        await world.AddAsync(CoreKinds.Events, "{metadata: {name: happened, namespace: default}, involvedObject: {kind: Pod, name: a, namespace: default}, reason: Happened}");
        await using var tick = World.After(world, log);
        tick.Time.Advance(TimeSpan.FromHours(2));

        await Of(tick).CompactAsync(World.Token);

        Assert.Empty((await world.Client.StateAsync(CoreKinds.Events, World.Token)).All());
    }

    [Fact]
    public async Task CompactAsync_OneCollectionFails_NamesItAndLooksAtTheOthers()
    {
        var log = new MemoryCommitLog(isSoleWriter: false);
        await using var world = await World.CreateAsync(log);
        await world.AddAsync(CoreKinds.Events, "{metadata: {name: happened, namespace: default}, involvedObject: {kind: Pod, name: a, namespace: default}, reason: Happened}");
        world.Time.Advance(TimeSpan.FromHours(2));
        log.TailFaults = 1;

        var fault = await Assert.ThrowsAsync<StoreException>(() => Of(world).CompactAsync(World.Token));

        Assert.StartsWith("The upkeep failed of ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(",", fault.Message, StringComparison.Ordinal);
        Assert.Empty((await world.Client.StateAsync(CoreKinds.Events, World.Token)).All());
    }

    private static IClusterUpkeep Of(World world) => world.Services.GetRequiredService<IClusterUpkeep>();
}
