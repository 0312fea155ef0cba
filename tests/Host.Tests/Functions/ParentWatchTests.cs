using CloudOrchestrator.Host.Functions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions;

public sealed class ParentWatchTests
{
    [Fact]
    public async Task Look_ParentGone_EndsTheProcessWithAnErrorOnce()
    {
        using var lifetime = new Lifetime();
        var end = new HostEnd(lifetime);
        var time = new FakeTimeProvider();
        var parent = 17;
        using var watch = new ParentWatch(17, () => parent, time, end, NullLogger<ParentWatch>.Instance);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        time.Advance(10 * ParentWatch.Period);
        Assert.Equal(0, lifetime.Stops);
        parent = 1;
        time.Advance(ParentWatch.Period);
        time.Advance(10 * ParentWatch.Period);
        Assert.Equal((1, ExitCodes.Failed), (lifetime.Stops, end.Code));
    }

    [Theory]
    [InlineData(ExitCodes.Recycled, 200)]
    [InlineData(ExitCodes.Terminated, 143)]
    public void Begin_AnyCode_IsTheProcesss(int code, int expected)
    {
        using var lifetime = new Lifetime();
        var end = new HostEnd(lifetime);
        Assert.Equal(1, end.Code);
        end.Begin(code);
        Assert.Equal((1, expected), (lifetime.Stops, end.Code));
        Assert.Throws<ArgumentOutOfRangeException>(() => end.Begin(0));
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        public int Stops { get; private set; }

        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication() => Stops++;

        public void Dispose()
        {
        }
    }
}
