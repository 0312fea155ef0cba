using System.Text.Json;
using CloudOrchestrator.LocalAzure.Functions.Handler;
using CloudOrchestrator.LocalAzure.Functions.Instances;
using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Triggers;

public sealed class TimerTriggerTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Noon.AddSeconds(30));
    private readonly SeenTime _seen;
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("functions-host-");

    public TimerTriggerTests() => _seen = new SeenTime(_time);

    public void Dispose() => _state.Delete(recursive: true);

    [Fact]
    public async Task Timer_EveryMinute_RunsOnceAnOccurrenceAlsoIfItFails()
    {
        await using var app = await StartAsync("0 * * * * *", new HastyTime(_seen));
        app.Folder.Answer("Tick", new TriggerScript { Status = 500 });
        for (var run = 1; run <= 5; run++)
        {
            await RunAsync(app, run, TimeSpan.FromSeconds(run == 1 ? 30 : 60));
        }

        Assert.Equal((5, 5), (app.Host.Counts.Take()["Tick"].Executions, app.Host.Counts.Take()["Tick"].Failures));
        var calls = await CallsAsync(app, 5);
        Assert.Equal(5, calls.Count);
        Assert.All(calls, call => Assert.False(call.GetProperty("IsPastDue").GetBoolean()));
        Assert.True(calls[0].GetProperty("Schedule").GetProperty("AdjustForDST").GetBoolean());
        var status = calls[1].GetProperty("ScheduleStatus");
        Assert.Equal(Noon.AddMinutes(1), status.GetProperty("Last").GetDateTimeOffset());
        Assert.Equal(Noon.AddMinutes(2), status.GetProperty("Next").GetDateTimeOffset());
        Assert.Equal("function:Tick", app.Instance.ScaleGroup);
    }

    [Fact]
    public async Task Timer_MissedWhileTheHostWasDown_RunsOncePastDue()
    {
        await using (var before = await StartAsync("0 * * * * *", _seen))
        {
            await RunAsync(before, 1, TimeSpan.FromSeconds(30));
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        await using var app = await StartAsync("0 * * * * *", _seen);
        await EndedAsync(app, 1);
        Assert.True(Assert.Single(await CallsAsync(app, 1)).GetProperty("IsPastDue").GetBoolean());
        await RunAsync(app, 2, TimeSpan.FromSeconds(60));
        Assert.False((await CallsAsync(app, 2))[1].GetProperty("IsPastDue").GetBoolean());
    }

    [Fact]
    public async Task Fire_WhileTimersDoNotRun_RunsOnceAndSaysHowItEnded()
    {
        await using var app = await RunningApp.StartAsync(
            new AppFolder().WithTimer("0 * * * * *"), new FunctionsHostOptions { Time = _time, TimersRun = false, StateFolder = _state.FullName });
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.True(await app.Host.FireTimerAsync("Tick", Within.Test).Comes("a run that succeeds"));
        app.Folder.Answer("Tick", new TriggerScript { Status = 500 });
        Assert.False(await app.Host.FireTimerAsync("Tick", Within.Test).Comes("a run that fails"));

        Assert.Equal((2, 1), (app.Host.Counts.Take()["Tick"].Executions, app.Host.Counts.Take()["Tick"].Failures));
    }

    [Fact]
    public async Task Timer_BelowAMinute_KeepsNoStatus()
    {
        await using var app = await StartAsync("*/20 * * * * *", _seen);
        await RunAsync(app, 1, TimeSpan.FromSeconds(10));

        Assert.Equal(JsonValueKind.Null, Assert.Single(await CallsAsync(app, 1)).GetProperty("ScheduleStatus").ValueKind);
        Assert.Empty(_state.GetFiles("*.json"));
    }

    [Fact]
    public async Task Timer_WhoseRunIsSlow_RunsNextWhenItEndsAndNeverTwiceAtATime()
    {
        await using var app = await StartAsync("0 * * * * *", _seen);
        app.Folder.Answer("Tick", new TriggerScript { Hangs = true });
        await AwaitedAsync(Noon.AddMinutes(1), TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(30));
        await Within.Holds(() => app.Host.Instances.Count > 0, "an instance");
        await app.LineAsync("HANGS Tick");
        _time.Advance(TimeSpan.FromSeconds(150));
        Assert.Equal(1, app.Host.Counts.Take()["Tick"].Executions);
        app.Folder.Answer("Tick", new TriggerScript());
        using (var client = new HttpClient())
        {
            await client.GetAsync($"http://127.0.0.1:{app.Instance.Handler.Port}/release/Tick", Within.Test).Comes("the release");
        }

        // The two that passed meanwhile are one late run, at 12:03:30; the next is on time.
        await EndedAsync(app, 2);
        await RunAsync(app, 3, TimeSpan.FromSeconds(30));
        Assert.Equal(Noon.AddMinutes(3.5), (await CallsAsync(app, 3))[2].GetProperty("ScheduleStatus").GetProperty("Last").GetDateTimeOffset());
    }

    [Fact]
    public async Task Instance_OfATimer_StartsForARunAndEndsWhenIdle()
    {
        await using var app = await StartAsync("0 0 13 1 1 *", _seen, TimeSpan.FromSeconds(30));
        Assert.Empty(app.Host.Instances);
        await RunAsync(app, 1, TimeSpan.FromMinutes(59.5));
        var instance = app.Instance;

        await Within.Holds(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            return instance.State == InstanceState.Gone;
        }, "the end of the idle instance");

        Assert.Equal(1, app.Host.Counts.Take()["Tick"].Executions);
    }

    private async Task RunAsync(RunningApp app, int run, TimeSpan later)
    {
        var early = TimeSpan.FromMilliseconds(5);
        var at = _time.GetUtcNow() + later;
        await AwaitedAsync(at, early);
        _time.Advance(later - early);
        await AwaitedAsync(at, TimeSpan.Zero);
        Assert.Equal(run - 1, app.Host.Counts.Take()["Tick"].Executions);
        _time.Advance(early);
        await EndedAsync(app, run);
    }

    private Task AwaitedAsync(DateTimeOffset at, TimeSpan less) => Within.Holds(() => _seen.IsAwaited(at, less), $"a wait for {at:O}");

    private static Task EndedAsync(RunningApp app, int run) =>
        Within.Holds(() => app.Host.Counts.Take()["Tick"].Executions >= run && app.Host.Instances.All(instance => instance.Active == 0), $"run {run}");

    private static async Task<IReadOnlyList<JsonElement>> CallsAsync(RunningApp app, int count) =>
        [.. (await app.TriggersAsync(count)).Select(body => body.GetProperty("Data").GetProperty("timer"))];

    private Task<RunningApp> StartAsync(string schedule, TimeProvider time, TimeSpan? idle = null) => RunningApp.StartAsync(
        new AppFolder().WithTimer(schedule), new FunctionsHostOptions { Time = time, IdleSpan = idle ?? TimeSpan.FromDays(1), StateFolder = _state.FullName });
}
