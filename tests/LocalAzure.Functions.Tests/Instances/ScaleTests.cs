using CloudOrchestrator.LocalAzure.Functions.Instances;
using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Instances;

public sealed class ScaleTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Requests_AreSpreadOverAllInstances()
    {
        await using var app = await RunningApp.StartAsync(AppFolder.Http(), new FunctionsHostOptions { HttpInstances = 3 });
        await app.Host.ListensAsync(Within.Test).Comes("three handlers that listen");
        var processes = new HashSet<int>();
        for (var count = 0; count < 3; count++)
        {
            processes.Add((await app.EchoAsync("/echo")).GetProperty("process").GetInt32());
        }

        Assert.Equal(3, processes.Count);
    }

    [Fact]
    public async Task Group_ThatScalesToZero_StartsForWorkAndEndsWhenIdle()
    {
        await using var app = await RunningApp.StartAsync(AppFolder.Http(), new FunctionsHostOptions { HttpAlwaysReady = 0, Time = _time });
        Assert.Empty(app.Host.Instances);
        var stream = await app.OpenAsync("x");
        var first = Assert.Single(app.Host.Instances);
        var cold = app.Host.Counts.Take();
        _time.Advance(TimeSpan.FromSeconds(100));
        // An open stream is work, and billed as long as it is open.
        Assert.Equal(InstanceState.Serving, first.State);
        var billed = app.Host.Counts.Take() - cold;
        Assert.Equal(TimeSpan.FromSeconds(99), billed.Billed["http"]);
        Assert.Equal(198, billed.GigabyteSeconds);

        await stream.DisposeAsync();
        await Within.Holds(() => first.Active == 0, "the end of the stream");
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(InstanceState.Serving, first.State);
        await Within.Holds(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return first.State == InstanceState.Gone;
        }, "the end of the idle instance");

        Assert.Empty(app.Host.Instances);
        Assert.Equal(200, await app.StatusAsync(HttpMethod.Get, "/echo"));
        Assert.Equal("http-2", Assert.Single(app.Host.Instances).Name);
    }

    [Fact]
    public async Task Replace_StartsTheNewThenDrainsTheOld()
    {
        using var next = AppFolder.Http(host => host["customHandler"]!["description"]!["arguments"] = new System.Text.Json.Nodes.JsonArray("next"));
        await using var app = await RunningApp.StartAsync(AppFolder.Http(), new FunctionsHostOptions { Time = _time });
        var old = app.Instance;
        await using var stream = await app.OpenAsync("x");

        var replaced = app.Host.ReplaceAsync(next.Root, Within.Test);
        await Within.Holds(() => old.State == InstanceState.Draining, "the draining of the old instance");
        Assert.Equal(200, await app.StatusAsync(HttpMethod.Get, "/new"));
        var fresh = Assert.Single(app.Host.Instances, instance => instance != old);
        await RunningApp.LineAsync(fresh, "CALL GET /new");
        await RunningApp.LineAsync(fresh, "START 2 next");
        Assert.False(replaced.IsCompleted);
        Assert.Equal(1, old.Active);
        await Within.Holds(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            return replaced.IsCompleted;
        }, "the end of the drained instance");

        await replaced;
        await Assert.ThrowsAnyAsync<IOException>(() => stream.ReadAsync(new byte[1], Within.Test).AsTask().Comes("the end of the stream"));
        Assert.Equal([fresh], app.Host.Instances);
    }
}
