using CloudOrchestrator.LocalAzure.Functions.Counting;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Counting;

public sealed class BilledTimeTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(1, 1000)]
    [InlineData(1000, 1000)]
    [InlineData(1001, 1100)]
    [InlineData(1100, 1100)]
    [InlineData(61_234, 61_300)]
    public void Period_IsAtLeastASecondThenInTenths(int milliseconds, int billed)
    {
        var meter = new BilledTime(_time);
        meter.Enter();
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        meter.Leave();

        Assert.Equal(TimeSpan.FromMilliseconds(billed), meter.Total);
    }

    [Fact]
    public void Invocations_AtTheSameTime_AreBilledOnce()
    {
        var meter = new BilledTime(_time);
        meter.Enter();
        _time.Advance(TimeSpan.FromSeconds(3));
        meter.Enter();
        _time.Advance(TimeSpan.FromSeconds(3));
        meter.Leave();
        _time.Advance(TimeSpan.FromSeconds(3));
        meter.Leave();
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.FromSeconds(9), meter.Total);
    }

    [Fact]
    public void Invocations_OneAfterTheOther_ArePeriodsOfTheirOwn()
    {
        var meter = new BilledTime(_time);
        for (var count = 0; count < 3; count++)
        {
            meter.Enter();
            meter.Leave();
        }

        Assert.Equal(TimeSpan.FromSeconds(3), meter.Total);
    }

    [Fact]
    public void Period_ThatIsOpen_CountsUntilNow()
    {
        var meter = new BilledTime(_time);
        meter.Enter();
        _time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(TimeSpan.FromSeconds(90), meter.Total);
    }
}
