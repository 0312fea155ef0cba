using CloudOrchestrator.Pods.Status;
using Xunit;

namespace CloudOrchestrator.Pods.Tests.Status;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(0.25, "250ms")]
    [InlineData(1.5, "1.5s")]
    [InlineData(10, "10s")]
    [InlineData(160, "2m40s")]
    [InlineData(300, "5m0s")]
    [InlineData(3661, "1h1m1s")]
    public void Of_Span_IsAsGoPrintsIt(double seconds, string expected) => Assert.Equal(expected, GoDuration.Of(TimeSpan.FromSeconds(seconds)));
}
