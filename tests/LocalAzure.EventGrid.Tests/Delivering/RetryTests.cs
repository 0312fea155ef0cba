using CloudOrchestrator.LocalAzure.EventGrid.Delivering;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests.Delivering;

/// <summary>When events come again, and when no more.</summary>
public sealed class RetryTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Failure_AgainAndAgain_RetriesAtEachStepUntilTheEventIsTooOld()
    {
        await using var bench = await Bench.StartAsync();
        bench.Target.Answer(500);
        await bench.PublishAsync("1");
        await bench.QuietAsync();

        // 22 h 46 min 40 s in all; twelve hours more and the event is past its day.
        foreach (var (step, attempt) in Bench.Exact.Steps.Select((step, index) => (step, index + 1)))
        {
            await bench.AdvanceAsync(step - Moment);
            Assert.Equal(attempt, bench.Target.Seen.Count);
            await bench.AdvanceAsync(Moment);
            Assert.Equal(attempt + 1, bench.Target.Seen.Count);
        }

        await bench.AdvanceAsync(TimeSpan.FromHours(12));
        await bench.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(Enumerable.Range(0, 11), bench.Target.Seen.Select(delivery => delivery.DeliveryCount));
        Assert.Equal(("TimeToLiveExceeded", 0), (bench.Letters.OnlyReason, bench.Grid.Pending));
    }

    [Theory]
    [InlineData(408, 120)]
    [InlineData(503, 30)]
    [InlineData(401, 300)]
    [InlineData(404, 300)]
    [InlineData(500, 10)]
    [InlineData(302, 10)]
    [InlineData(205, 10)]
    public async Task Failure_Status_RetriesAfterItsOwnWait(int status, int seconds)
    {
        await using var bench = await Bench.StartAsync();
        bench.Target.Answer(status);
        await bench.PublishAsync("1");
        await bench.QuietAsync();

        await bench.AdvanceAsync(TimeSpan.FromSeconds(seconds) - Moment);
        Assert.Single(bench.Target.Seen);
        await bench.AdvanceAsync(Moment);

        Assert.Equal(2, bench.Target.Seen.Count);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(203)]
    [InlineData(204)]
    public async Task Success_Status_IsTheEnd(int status)
    {
        await using var bench = await Bench.StartAsync();
        bench.Target.Answer(status);

        await bench.PublishAsync("1");
        await bench.SettledAsync();

        Assert.Equal((1, 0), (bench.Count.Attempts, bench.Count.Failed));
    }

    [Theory]
    [InlineData(400, "UndeliverableDueToHttpBadRequest")]
    [InlineData(403, "UndeliverableDueToHttpForbidden")]
    [InlineData(413, "UndeliverableDueToHttpPayloadTooLarge")]
    public async Task Failure_StatusThatNothingMends_IsNotRetried(int status, string reason)
    {
        await using var bench = await Bench.StartAsync();
        bench.Target.Answer(status);
        await bench.PublishAsync("1");
        await bench.QuietAsync();

        await bench.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Single(bench.Target.Seen);
        Assert.Equal((reason, 0), (bench.Letters.OnlyReason, bench.Grid.Pending));
    }

    [Fact]
    public async Task NoAnswer_ThirtySeconds_CountsAsFailure()
    {
        await using var bench = await Bench.StartAsync();
        var held = bench.Target.Hold();
        await bench.PublishAsync("1");
        await bench.Target.NextAsync();

        bench.Time.Advance(TimeSpan.FromSeconds(30) - Moment);
        Assert.Equal(0, bench.Count.Deliveries);
        await bench.AdvanceAsync(Moment);
        held.SetResult(DeliveryOutcome.Answered(200));
        await bench.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal((2, 1, 0), (bench.Count.Deliveries, bench.Count.Failed, bench.Grid.Pending));
    }

    [Fact]
    public async Task Target_Throws_CountsAsFailure()
    {
        await using var bench = await Bench.StartAsync();
        bench.Target.Answer(_ => throw new InvalidOperationException("broken"));
        await bench.PublishAsync("1");
        await bench.QuietAsync();

        bench.Target.Answer(200);
        await bench.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal((2, 1, 0), (bench.Count.Deliveries, bench.Count.Failed, bench.Grid.Pending));
    }

    [Fact]
    public async Task Failure_AttemptsUsedUp_GivesTheEventUp()
    {
        await using var bench = await Bench.StartAsync(Bench.Subscription with { DeliveryAttemptsMax = 3 });
        bench.Target.Answer(500);
        await bench.PublishAsync("1");
        await bench.QuietAsync();

        await bench.AdvanceAsync(TimeSpan.FromSeconds(10));
        await bench.AdvanceAsync(TimeSpan.FromSeconds(30));
        await bench.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal((3, "MaxDeliveryAttemptsExceeded"), (bench.Target.Seen.Count, bench.Letters.OnlyReason));
    }

    [Fact]
    public async Task Failure_TimeToLiveOver_IsFoundOutWhenTheNextAttemptIsDue()
    {
        await using var bench = await Bench.StartAsync(Bench.Subscription with { TimeToLive = TimeSpan.FromMinutes(1) });
        bench.Target.Answer(404);
        await bench.PublishAsync("1");
        await bench.QuietAsync();

        await bench.AdvanceAsync(TimeSpan.FromMinutes(5) - Moment);
        Assert.Equal(1, bench.Grid.Pending);
        await bench.AdvanceAsync(Moment);
        await bench.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal((1, "TimeToLiveExceeded"), (bench.Target.Seen.Count, bench.Letters.OnlyReason));
    }
}
