using CloudOrchestrator.LocalAzure.EventGrid.Counting;
using CloudOrchestrator.LocalAzure.EventGrid.Delivering;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests.Counting;

public sealed class EventGridCountsTests
{
    [Fact]
    public async Task Take_EventsOfSeveralSizes_CountsEachPartBegun()
    {
        await using var bench = await Bench.StartAsync();

        await bench.PublishAsync([Bench.Event("small"), Bench.Event("130 KB", bytes: 130_000), Bench.Event("70 KB", bytes: 70_000)]);
        await bench.SettledAsync();

        var counts = bench.Grid.Counts.Take();
        Assert.Equal((1, 3, 5), (counts.Published.Requests, counts.Published.Events, counts.Published.Operations));
        Assert.Equal((3, 5), (counts.Delivered.Attempts, counts.Delivered.Operations));
        Assert.Equal(10, counts.BilledOperations);
    }

    [Fact]
    public async Task Take_Difference_IsWhatLiesBetween()
    {
        await using var bench = await Bench.StartAsync(
            Bench.Subscription, Bench.Subscription with { Name = "one", FunctionName = "One", IncludedEventTypes = new HashSet<string> { "U" } });
        bench.Target.Answer(delivery => Task.FromResult(DeliveryOutcome.Answered(delivery.Function == "One" ? 500 : 200)));
        await bench.PublishAsync("1");
        await bench.SettledAsync();
        var before = bench.Grid.Counts.Take();

        await bench.PublishAsync([Bench.Event("2"), Bench.Event("3", "U")]);
        await bench.QuietAsync();
        var spent = bench.Grid.Counts.Take() - before;

        Assert.Equal(new PublishCount(Requests: 1, Refused: 0, Events: 2, Operations: 2), spent.Published);
        Assert.Equal(DeliveryCount.Zero with { Matched = 2, Deliveries = 1, Attempts = 2, Operations = 2 }, spent["all"]);
        Assert.Equal(DeliveryCount.Zero with { Matched = 1, Deliveries = 1, Attempts = 1, Operations = 1, Failed = 1 }, spent["one"]);
        Assert.Equal(5, spent.BilledOperations);
        Assert.Equal(DeliveryCount.Zero, spent["unknown"]);
    }
}
