using CloudOrchestrator.LocalAzure.EventGrid.Delivering;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests.Delivering;

/// <summary>Which events go together.</summary>
public sealed class BatchTests
{
    [Fact]
    public async Task Publish_WhileADeliveryIsUnderWay_GoesAsOneBatch()
    {
        await using var bench = await Bench.StartAsync();
        var held = bench.Target.Hold();
        await bench.PublishAsync("first");
        await bench.Target.NextAsync();

        for (var number = 0; number < 20; number++)
        {
            await bench.PublishAsync($"{number}");
        }

        held.SetResult(DeliveryOutcome.Answered(200));
        await bench.SettledAsync();

        Assert.Equal([1, 20], bench.Target.Seen.Select(delivery => delivery.Events.Count));
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"{number}"), bench.Target.Seen[1].Ids);
    }

    [Fact]
    public async Task Publish_MoreEventsThanABatchHolds_GoInSeveral()
    {
        await using var bench = await Bench.StartAsync(Bench.Subscription with { EventsPerBatchMax = 3 });

        await bench.PublishAsync("1", "2", "3", "4", "5", "6", "7");
        await bench.SettledAsync();

        Assert.Equal([3, 3, 1], bench.Target.Seen.Select(delivery => delivery.Events.Count));
    }

    [Fact]
    public async Task Publish_MoreBytesThanPreferred_GoInSeveral()
    {
        await using var bench = await Bench.StartAsync(Bench.Subscription with { PreferredBatchBytes = 10 * 1024 });

        await bench.PublishAsync([
            Bench.Event("1", bytes: 4_000), Bench.Event("2", bytes: 4_000), Bench.Event("3", bytes: 4_000), Bench.Event("4", bytes: 20_000), Bench.Event("5")]);
        await bench.SettledAsync();

        Assert.Equal([["1", "2"], ["3"], ["4"], ["5"]], bench.Target.Seen.Select(delivery => delivery.Ids));
    }

    [Fact]
    public async Task Publish_SeveralDeliveriesAllowed_GoTogether()
    {
        await using var bench = await Bench.StartAsync(options => options with { DeliveriesAtOnce = 2 }, Bench.Subscription with { EventsPerBatchMax = 1 });
        var held = bench.Target.Hold();
        await bench.PublishAsync("1", "2", "3");

        await bench.Target.NextAsync();
        await bench.Target.NextAsync();
        Assert.Equal(2, bench.Target.Seen.Count);
        held.SetResult(DeliveryOutcome.Answered(200));
        await bench.SettledAsync();

        Assert.Equal(3, bench.Target.Seen.Count);
    }

    [Fact]
    public async Task Failure_OfABatch_RetriesAllOfItTogether()
    {
        await using var bench = await Bench.StartAsync();
        bench.Target.Answer(500);
        await bench.PublishAsync("1", "2");
        await bench.QuietAsync();

        bench.Target.Answer(202);
        await bench.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal([["1", "2"], ["1", "2"]], bench.Target.Seen.Select(delivery => delivery.Ids));
        Assert.Equal([0, 1], bench.Target.Seen.Select(delivery => delivery.DeliveryCount));
        Assert.Equal(0, bench.Grid.Pending);
    }

    [Fact]
    public async Task Failure_OfOneSubscription_LeavesTheOthersAlone()
    {
        await using var bench = await Bench.StartAsync(Bench.Subscription, Bench.Subscription with { Name = "other", FunctionName = "Other" });
        bench.Target.Answer(delivery => Task.FromResult(DeliveryOutcome.Answered(delivery.Function == "All" ? 500 : 200)));

        await bench.PublishAsync("1");
        await bench.QuietAsync();
        await bench.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(["All", "All", "Other"], bench.Target.Seen.Select(delivery => delivery.Function).Order());
        Assert.Equal(1, bench.Grid.Pending);
    }
}
