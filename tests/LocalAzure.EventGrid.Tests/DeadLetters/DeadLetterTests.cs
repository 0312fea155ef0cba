namespace CloudOrchestrator.LocalAzure.EventGrid.Tests.DeadLetters;

/// <summary>What becomes of events that are given up.</summary>
public sealed class DeadLetterTests
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task GivenUp_FiveMinutesLater_IsWrittenWithWhatHappened()
    {
        await using var bench = await Bench.StartAsync(options => options with { TopicName = "notices" }, Bench.Subscription with { DeliveryAttemptsMax = 2 });
        bench.Time.SetUtcNow(new DateTimeOffset(2026, 8, 9, 5, 0, 0, TimeSpan.Zero));
        bench.Target.Answer(503);
        await bench.PublishAsync([Bench.Event("1", "T", bytes: 3)]);
        await bench.QuietAsync();
        await bench.AdvanceAsync(TimeSpan.FromSeconds(30));

        await bench.AdvanceAsync(FiveMinutes - TimeSpan.FromMilliseconds(1));
        Assert.Equal((0, 1), (bench.Letters.Blobs.Count, bench.Grid.Pending));
        await bench.AdvanceAsync(TimeSpan.FromMilliseconds(1));

        var (container, blob, events) = Assert.Single(bench.Letters.Blobs);
        var letter = Assert.Single(events);
        Assert.Equal("letters", container);
        Assert.Matches("^notices/ALL/2026/8/9/5/[0-9a-f-]{36}\\.json$", blob);
        Assert.Equal(
            ("1", "T", "xxx"),
            (letter.GetProperty("id").GetString(), letter.GetProperty("type").GetString(), letter.GetProperty("data").GetProperty("text").GetString()));
        Assert.Equal(
            ("MaxDeliveryAttemptsExceeded", 2, "Busy"),
            (letter.GetProperty("deadletterreason").GetString(), letter.GetProperty("deliveryattempts").GetInt32(), letter.GetProperty("lastdeliveryoutcome").GetString()));
        Assert.Equal(
            (new DateTime(2026, 8, 9, 5, 0, 0, DateTimeKind.Utc), new DateTime(2026, 8, 9, 5, 0, 30, DateTimeKind.Utc)),
            (letter.GetProperty("publishtime").GetDateTime(), letter.GetProperty("lastdeliveryattempttime").GetDateTime()));
        Assert.Equal((0, 1), (bench.Grid.Pending, bench.Count.DeadLettered));
    }

    [Fact]
    public async Task GivenUp_Several_GoInOneBlob()
    {
        await using var bench = await Bench.StartAsync();
        bench.Target.Answer(400);
        await bench.PublishAsync("1", "2");
        await bench.QuietAsync();
        await bench.AdvanceAsync(TimeSpan.FromMinutes(1));
        await bench.PublishAsync("3");
        await bench.QuietAsync();

        await bench.AdvanceAsync(TimeSpan.FromMinutes(4));

        Assert.Equal(["1", "2", "3"], Assert.Single(bench.Letters.Blobs).Events.Select(letter => letter.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task GivenUp_ContainerAway_IsWrittenOnceItIsBack()
    {
        await using var bench = await Bench.StartAsync();
        await GiveUpAsync(bench);
        bench.Letters.GoAway();
        await PassAsync(bench, TimeSpan.FromHours(4));
        Assert.Equal(1, bench.Grid.Pending);

        bench.Letters.ComeBack();
        await bench.AdvanceAsync(FiveMinutes);

        Assert.Single(bench.Letters.Blobs);
        Assert.Equal((0, 0), (bench.Grid.Pending, bench.Count.Dropped));
    }

    [Fact]
    public async Task GivenUp_ContainerAwayForFourHours_IsDropped()
    {
        await using var bench = await Bench.StartAsync();
        await GiveUpAsync(bench);
        bench.Letters.GoAway();

        await PassAsync(bench, FiveMinutes + TimeSpan.FromHours(4));

        Assert.Equal((0, 1, 0), (bench.Grid.Pending, bench.Count.Dropped, bench.Letters.Blobs.Count));
    }

    [Fact]
    public async Task GivenUp_NoDestination_IsDropped()
    {
        await using var bench = await Bench.StartAsync(Bench.Subscription with { DeadLetterContainer = null });

        await GiveUpAsync(bench);

        Assert.Equal((0, 1), (bench.Grid.Pending, bench.Count.Dropped));
    }

    private static async Task GiveUpAsync(Bench bench)
    {
        bench.Target.Answer(400);
        await bench.PublishAsync("1");
        await bench.QuietAsync();
    }

    private static async Task PassAsync(Bench bench, TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += FiveMinutes)
        {
            await bench.AdvanceAsync(FiveMinutes);
        }
    }
}
