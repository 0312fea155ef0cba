using CloudOrchestrator.Store.Simulation.Histories;
using Xunit;

namespace CloudOrchestrator.Store.Simulation.Tests.Histories;

public sealed class HistoryTests
{
    private static readonly LoggedChange[] Log = [new(1, "a", "v1"), new(2, "b", "v2"), new(3, "a", null), new(4, "a", "v4")];

    private readonly History _history = new();

    public HistoryTests()
    {
        foreach (var value in new[] { "v1", "v2", "v4" })
        {
            _history.Writing(value);
        }
    }

    [Fact]
    public void Judge_AllIsRight_FindsNothing()
    {
        _history.Answered(0, new Claim(1, "a", "v1", true, "writer"));
        _history.Answered(1, new Claim(2, "a", "v1", false, "reader"));
        _history.Answered(2, new Claim(3, "a", null, true, "deleter"));
        _history.Answered(3, new Claim(3, null, "b=v2", false, "lister"));
        Saw("w", 0, true, Log[0], Log[1], Log[2], Log[3]);
        Saw("late", 2, true, Log[2], Log[3]);

        Assert.Empty(_history.Judge(Log));
    }

    [Fact]
    public void Judge_ReadOfThePast_IsFound()
    {
        _history.Answered(0, new Claim(2, "b", "v2", true, "writer"));
        _history.Answered(2, new Claim(1, "b", null, false, "reader"));

        Assert.Equal("reader: answered at revision 1, though 2 had been answered before it was asked", Assert.Single(_history.Judge(Log)));
    }

    [Fact]
    public void Judge_WriteAtARevisionAnsweredBefore_IsFound()
    {
        _history.Answered(2, new Claim(2, "b", "v2", true, "writer"));

        Assert.StartsWith("writer: answered at revision 2", Assert.Single(_history.Judge(Log)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "a", "v4")]
    [InlineData(3, "a", "v1")]
    [InlineData(2, null, "a=v1")]
    public void Judge_AnswerThatDoesNotHold_IsFound(long revision, string? key, string value)
    {
        _history.Answered(0, new Claim(revision, key, value, false, "reader"));

        Assert.StartsWith("reader: at revision", Assert.Single(_history.Judge(Log)), StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_WriteThatAnotherDid_IsFound()
    {
        _history.Answered(0, new Claim(2, "a", "v1", true, "writer"));

        Assert.StartsWith("writer: at revision 2", Assert.Single(_history.Judge(Log)), StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_ValueAppliedTwice_IsFound() =>
        Assert.Equal("v1 was applied twice, again at revision 5", Assert.Single(_history.Judge([.. Log, new(5, "a", "v1")])));

    [Fact]
    public void Judge_RefutedValueInTheLog_IsFound()
    {
        _history.Refuted("v2");

        Assert.Equal("v2 was answered not to have happened and is at revision 2", Assert.Single(_history.Judge(Log)));
    }

    [Fact]
    public void Judge_ValueOfNobody_IsFound() =>
        Assert.Equal("revision 5 holds v5, which nobody wrote", Assert.Single(_history.Judge([.. Log, new(5, "a", "v5")])));

    [Theory]
    [InlineData(new[] { 0, 2 })]
    [InlineData(new[] { 0, 1, 1 })]
    [InlineData(new[] { 1, 0 })]
    public void Judge_WatcherSawAGapOrTheSameAgain_IsFound(int[] seen)
    {
        Saw("w", 0, true, [.. seen.Select(index => Log[index])]);

        Assert.StartsWith("w saw", Assert.Single(_history.Judge(Log)), StringComparison.Ordinal);
    }

    private void Saw(string watcher, long after, bool starts, params LoggedChange[] changes)
    {
        foreach (var change in changes)
        {
            _history.Saw(new Sighting(watcher, after, starts, change));
            (after, starts) = (change.Revision, false);
        }
    }
}
