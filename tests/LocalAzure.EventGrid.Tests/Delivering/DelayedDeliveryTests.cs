using CloudOrchestrator.LocalAzure.EventGrid.Subscriptions;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests.Delivering;

/// <summary>What an endpoint that keeps failing does to new events.</summary>
public sealed class DelayedDeliveryTests
{
    private static readonly EventSubscription OneByOne = Bench.Subscription with { EventsPerBatchMax = 1 };

    [Fact]
    public async Task NewEvent_AfterTenFailures_WaitsAsLongAsTheLastToFail()
    {
        await using var bench = await FailingAsync(10);

        bench.Target.Answer(200);
        await bench.PublishAsync("new");
        await bench.QuietAsync();
        await bench.AdvanceAsync(TimeSpan.FromMilliseconds(9_999));
        Assert.Equal(10, bench.Target.Seen.Count);
        await bench.AdvanceAsync(TimeSpan.FromMilliseconds(1));

        Assert.Equal((21, 0), (bench.Target.Seen.Count, bench.Grid.Pending));
    }

    [Fact]
    public async Task NewEvent_AfterNineFailures_IsTriedAtOnce()
    {
        await using var bench = await FailingAsync(9);

        await bench.PublishAsync("new");
        await bench.QuietAsync();

        Assert.Equal(["new"], bench.Target.Seen[^1].Ids);
    }

    [Fact]
    public async Task NewEvents_AfterASuccess_AreTriedAtOnceAgain()
    {
        await using var bench = await FailingAsync(10);
        bench.Target.Answer(200);
        await bench.AdvanceAsync(TimeSpan.FromSeconds(10));
        bench.Target.Answer(500);

        await bench.PublishAsync("new");
        await bench.QuietAsync();
        await bench.PublishAsync("newer");
        await bench.QuietAsync();

        // Failures are counted anew, so the first of them holds nothing back.
        Assert.Equal([["new"], ["newer"]], bench.Target.Seen.TakeLast(2).Select(delivery => delivery.Ids));
    }

    [Fact]
    public async Task NewEvent_QueuedWhenTheTenthFails_WaitsToo()
    {
        await using var bench = await Bench.StartAsync(OneByOne);
        bench.Target.Answer(503);

        await bench.PublishAsync(Enumerable.Range(0, 30).Select(number => Bench.Event($"{number}")));
        await bench.QuietAsync();

        Assert.Equal((10, 30), (bench.Target.Seen.Count, bench.Grid.Pending));
    }

    private static async Task<Bench> FailingAsync(int times)
    {
        var bench = await Bench.StartAsync(OneByOne);
        bench.Target.Answer(500);
        for (var number = 0; number < times; number++)
        {
            await bench.PublishAsync($"{number}");
            await bench.QuietAsync();
        }

        Assert.Equal(times, bench.Target.Seen.Count);
        return bench;
    }
}
