using Azure;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests.Publishing;

/// <summary>What the service's own client meets at the topic.</summary>
public sealed class PublishTests
{
    [Fact]
    public async Task SendEvents_OfTheSchema_AreTakenWithAnEmptyAnswer()
    {
        await using var bench = await Bench.StartAsync();

        var answer = await bench.PublishAsync("1", "2");

        Assert.Equal((200, 0), (answer.Status, answer.Content.ToMemory().Length));
        Assert.Equal((1, 0, 2), Published(bench));
    }

    [Fact]
    public async Task SendEvents_OfTheSchema_ArriveAsTheyWereSent()
    {
        await using var bench = await Bench.StartAsync();
        var sent = Bench.Event("1", "CloudOrchestrator.Notice.Scheduler", bytes: 10);
        sent.Subject = "apps/replicasets";
        sent.ExtensionAttributes["sequence"] = 17;

        await bench.PublishAsync([sent]);
        var seen = Assert.Single((await bench.Target.NextAsync()).Events);

        Assert.Equal((sent.Id, sent.Source, sent.Type, sent.Subject, sent.Time), (seen.Id, seen.Source, seen.Type, seen.Subject, seen.Time));
        Assert.Equal((sent.Data!.ToString(), 17), (seen.Data!.ToString(), seen.ExtensionAttributes["sequence"]));
    }

    [Fact]
    public async Task SendEvents_AnotherKey_IsUnauthorized()
    {
        await using var bench = await Bench.StartAsync();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => bench.Connect("another").SendEventsAsync([Bench.Event("1")], TestContext.Current.CancellationToken));

        Assert.Equal((401, "Unauthorized"), (failure.Status, failure.ErrorCode));
        Assert.Equal((0, 1, 0), Published(bench));
    }

    [Fact]
    public async Task SendEvents_AnEventOfMoreThanAMebibyte_IsTooLarge()
    {
        await using var bench = await Bench.StartAsync();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => bench.PublishAsync([Bench.Event("1", bytes: 1024 * 1024)]));

        Assert.Equal((413, "RequestEntityTooLarge"), (failure.Status, failure.ErrorCode));
        Assert.Equal((0, 1, 0), Published(bench));
    }

    [Fact]
    public async Task SendEvents_EventsOfMoreThanAMebibyteTogether_AreTooLarge()
    {
        await using var bench = await Bench.StartAsync();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => bench.PublishAsync([Bench.Event("1", bytes: 600_000), Bench.Event("2", bytes: 600_000)]));

        Assert.Equal((413, 0), (failure.Status, bench.Grid.Pending));
    }

    [Fact]
    public async Task SendEvents_FromManyAtOnce_AllArriveOnceEach()
    {
        await using var bench = await Bench.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => bench.PublishAsync($"{number}a", $"{number}b"))).Within("fifty answers");
        await bench.SettledAsync();

        Assert.Equal(100, bench.Target.Seen.SelectMany(delivery => delivery.Ids).Distinct().Count());
        Assert.Equal(100, bench.Count.Attempts);
    }

    private static (long Requests, long Refused, long Events) Published(Bench bench)
    {
        var published = bench.Grid.Counts.Take().Published;
        return (published.Requests, published.Refused, published.Events);
    }
}
