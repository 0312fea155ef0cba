using CloudOrchestrator.LocalAzure.EventGrid.Delivering;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests.Delivering;

public sealed class RetryScheduleTests
{
    [Theory]
    [InlineData(1, 500, 10)]
    [InlineData(2, 500, 30)]
    [InlineData(10, 500, 12 * 3_600)]
    [InlineData(29, 500, 12 * 3_600)]
    [InlineData(1, 404, 300)]
    [InlineData(6, 404, 1_800)]
    public void WaitAfter_Draw_AddsATenthAtMost(int attempts, int status, int seconds)
    {
        var outcome = DeliveryOutcome.Answered(status);

        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.Real.WaitAfter(attempts, outcome, 0));
        Assert.Equal(TimeSpan.FromSeconds(seconds * 1.1), RetrySchedule.Real.WaitAfter(attempts, outcome, 1));
    }

    [Fact]
    public void WaitAfter_NoAnswer_HasNoWaitOfItsOwn() =>
        Assert.Equal(TimeSpan.FromSeconds(10), RetrySchedule.Real.WaitAfter(1, DeliveryOutcome.TimedOut, 0));

    [Fact]
    public void Faster_Schedule_KeepsTheTimeToAnswer()
    {
        var fast = RetrySchedule.Real.Faster(100);

        Assert.Equal(TimeSpan.FromMilliseconds(100), fast.WaitAfter(1, DeliveryOutcome.TimedOut, 0));
        Assert.Equal(TimeSpan.FromSeconds(3), fast.WaitAfter(1, DeliveryOutcome.Answered(404), 0));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(3)), (fast.AnswerTimeout, fast.DeadLetterDelay));
    }
}
