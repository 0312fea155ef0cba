using Xunit;

namespace CloudOrchestrator.Runtimes.Docker.Tests;

public sealed class DockerObservationTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(5, 5)]
    [InlineData(-1, 0)]
    [InlineData(null, 0)]
    public void Finished_EndNotedBeforeTheStart_IsTheStart(int? secondsAfterStart, int expected) =>
        Assert.Equal(Start.AddSeconds(expected), DockerObservation.Finished(secondsAfterStart is { } seconds ? Start.AddSeconds(seconds) : null, Start));
}
