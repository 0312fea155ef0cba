using CloudOrchestrator.LocalAzure.Functions.Processes;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Processes;

public sealed class ErrorWindowTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Add_ThirdWithoutAQuietHalfHour_IsTooMany()
    {
        var window = new ErrorWindow(_time);

        Assert.True(window.Add());
        _time.Advance(TimeSpan.FromMinutes(29));
        Assert.True(window.Add());
        _time.Advance(TimeSpan.FromMinutes(29));
        Assert.False(window.Add());
    }

    [Fact]
    public void Add_AfterAQuietHalfHour_CountsAnew()
    {
        var window = new ErrorWindow(_time);
        Assert.True(window.Add());
        Assert.True(window.Add());
        _time.Advance(TimeSpan.FromMinutes(30));

        Assert.True(window.Add());
        Assert.True(window.Add());
        Assert.False(window.Add());
    }
}
