using CloudOrchestrator.LocalAzure.EventGrid.Delivering;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests;

public sealed class LocalEventGridTests
{
    [Fact]
    public async Task SettledAsync_EventWaitsForARetry_IsNotDone()
    {
        await using var bench = await Bench.StartAsync();
        bench.Target.Answer(500);
        await bench.PublishAsync("1");
        await bench.QuietAsync();
        var settled = bench.Grid.SettledAsync();

        Assert.Equal((false, 1), (settled.IsCompleted, bench.Grid.Pending));
        bench.Target.Answer(200);
        await bench.AdvanceAsync(TimeSpan.FromSeconds(10));

        await settled.Within("the end of what was pending");
        Assert.Equal(0, bench.Grid.Pending);
    }

    [Fact]
    public async Task SettledAsync_FastScheduleInRealTime_IsDoneInTheEnd()
    {
        var (target, attempts) = (new ScriptedTarget(), 0);
        target.Answer(_ => Task.FromResult(DeliveryOutcome.Answered(Interlocked.Increment(ref attempts) < 4 ? 500 : 200)));
        var options = new EventGridOptions { TopicKey = Bench.Key, Subscriptions = [Bench.Subscription with { DeadLetterContainer = null }], Target = target, Schedule = RetrySchedule.Real.Faster(1_000) };
        await using var grid = await LocalEventGrid.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken);
        var client = new Azure.Messaging.EventGrid.EventGridPublisherClient(grid.TopicEndpoint, new Azure.AzureKeyCredential(Bench.Key));

        await client.SendEventsAsync([Bench.Event("1")], TestContext.Current.CancellationToken);
        await grid.SettledAsync().Within("the fourth attempt");

        Assert.Equal(4, target.Seen.Count);
    }

    [Fact]
    public async Task DisposeAsync_DeliveryHangs_DoesNotWaitForIt()
    {
        var bench = await Bench.StartAsync();
        bench.Target.Hold();
        await bench.PublishAsync("1");
        await bench.Target.NextAsync();

        await bench.DisposeAsync().AsTask().Within("the end of the topic");
    }

    [Fact]
    public async Task StartAsync_DeadLettersThatNobodyTakes_IsRefused()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Bench.StartAsync(options => options with { DeadLetters = null }));

        Assert.Contains("all", refusal.Message, StringComparison.Ordinal);
    }
}
