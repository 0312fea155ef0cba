using CloudOrchestrator.Host.Functions.Reminders;
using CloudOrchestrator.Resources.Reactors;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Reminders;

public sealed class ArmedRemindersTests
{
    private static readonly Wake One = new("reactor", "a/b");
    private readonly ArmedReminders _armed = new();

    [Theory]
    [InlineData(10, 40, true)] // the same time again
    [InlineData(10, 60, true)] // later: asked for again when the first comes
    [InlineData(10, 39, true)] // a second late at most
    [InlineData(10, 38, false)] // earlier
    [InlineData(39, 40, true)] // it lies a second off
    [InlineData(39.5, 60, false)] // it may come before the run that wants this ends
    [InlineData(40, 60, false)] // it comes at this very moment
    [InlineData(50, 60, false)] // it has come
    public void Serves_OneDueAt40_DependsOnBothTimes(double now, double wanted, bool serves)
    {
        _armed.Add(One, Seconds(0), Seconds(40), Seconds(40));
        Assert.Equal(serves, _armed.Serves(One, Seconds(now), Seconds(wanted)));
        Assert.False(_armed.Serves(new Wake("reactor", "a/c"), Seconds(now), Seconds(wanted)));
    }

    [Fact]
    public void Serves_OneThatComesToBeArmedAgain_CountsFromWhenItIsDue()
    {
        _armed.Add(One, Seconds(0), Seconds(100), Seconds(1000));
        Assert.False(_armed.Serves(One, Seconds(0), Seconds(500)));
        Assert.True(_armed.Serves(One, Seconds(0), Seconds(1000)));
    }

    [Fact]
    public void Add_LaterThanOneKnown_KeepsTheEarlier()
    {
        _armed.Add(One, Seconds(0), Seconds(40), Seconds(40));
        _armed.Add(One, Seconds(1), Seconds(90), Seconds(90));
        Assert.True(_armed.Serves(One, Seconds(2), Seconds(50)));
    }

    [Fact]
    public void Add_MoreThanFit_StaysBounded()
    {
        for (var i = 0; i < 2 * ArmedReminders.EntriesMax; i++)
        {
            _armed.Add(new Wake("reactor", $"{i}"), Seconds(0), Seconds(i < 100 ? 0.5 : 40), Seconds(40));
            Assert.InRange(_armed.Count, 1, ArmedReminders.EntriesMax);
        }
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
