using CloudOrchestrator.Doorbells.Rows;
using Xunit;

namespace CloudOrchestrator.Doorbells.Tests.Rows;

public sealed class BeatPaceTests
{
    private readonly BeatPace _pace = new(new RowDoorbellOptions
    {
        NodeName = "node-1",
        Row = RowAddress.Parse("https://a/kubernetes(PartitionKey='~heartbeats',RowKey='node-1')?sig=x"),
        Random = new Random(1),
    });

    [Fact]
    public void AfterBeat_NothingGoesOn_GrowsFromTwoSecondsToTen()
    {
        var waits = Enumerable.Range(0, 20).Select(_ => _pace.AfterBeat().TotalSeconds).ToList();

        Assert.Equal(Enumerable.Repeat(2.0, 15).Concat([3, 4.5, 6.75, 10, 10]), waits);
    }

    [Fact]
    public void AfterBeat_Stirred_IsTwoSecondsAgain()
    {
        for (var beat = 0; beat < 30; beat++)
        {
            _pace.AfterBeat();
        }

        _pace.Stir();

        Assert.Equal(2, _pace.AfterBeat().TotalSeconds);
    }

    [Fact]
    public void AfterFailure_OneAfterAnother_DoublesToTenSecondsUntilABeatIsTaken()
    {
        Assert.Equal([2, 4, 8, 10, 10], Enumerable.Range(0, 5).Select(_ => _pace.AfterFailure().TotalSeconds));

        _pace.AfterBeat();

        Assert.Equal(2, _pace.AfterFailure().TotalSeconds);
    }
}
