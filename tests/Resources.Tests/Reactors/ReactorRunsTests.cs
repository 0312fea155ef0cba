using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Store.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Reactors;

/// <summary>A process reacts to its own commits at once and to news from outside once, and answers only when all is done.</summary>
public sealed class ReactorRunsTests
{
    private const string Recording = "recording";

    private readonly ScriptedReactor _reactor = new(Recording, ReactorGroup.Cluster, ScriptedReactor.OnName(CoreKinds.ConfigMaps)) { Keys = ["x", "y"] };

    [Fact]
    public async Task Commit_OwnOne_WakesThoughNoNoticeComesThrough()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        outside.Carrying = () => Task.Delay(Timeout.InfiniteTimeSpan, World.Token);

        await AddAsync(outside, "a");

        Assert.Equal("a", await _reactor.RunAsync());
    }

    [Fact]
    public async Task RunAsync_NewsOfAnOwnCommit_IsRunOnceInAll()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        await AddAsync(outside, "a");
        var notice = await outside.NoticeAsync("configmaps");

        Assert.Equal([new Wake(Recording, "a")], notice.Wakes!);
        await RunAsync(outside, notice.Wakes!, notice.Origin);
        var again = await RunAsync(outside, notice.Wakes!, notice.Origin);

        Assert.Equal(new { Runs = 0, Writes = 0, Unknown = 0 }, new { again.Runs, again.Writes, again.Unknown });
        Assert.Empty(again.Failures);
        Assert.Equal(1, _reactor.Count);
    }

    [Fact]
    public async Task RunAsync_NewsOfAnOwnCommitAndALaterOne_IsRunAgainForTheLater()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        await AddAsync(outside, "a");
        var notice = await outside.NoticeAsync("configmaps");
        await RunAsync(outside, notice.Wakes!, notice.Origin);

        var later = await RunAsync(outside, notice.Wakes!, notice.Origin! with { Sequence = notice.Origin.Sequence + 1 });

        Assert.Equal(1, later.Runs);
    }

    [Fact]
    public async Task RunAsync_NewsFromElsewhere_RunsEvenWhatHasJustRun()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        await AddAsync(outside, "a");
        var notice = await outside.NoticeAsync("configmaps");
        await RunAsync(outside, notice.Wakes!, notice.Origin);

        Assert.Equal(1, (await RunAsync(outside, notice.Wakes!, new NoticeOrigin("another", notice.Origin!.Sequence))).Runs);
        Assert.Equal(1, (await RunAsync(outside, notice.Wakes!, null)).Runs);
        Assert.Equal(1, (await RunAsync(outside, [.. notice.Wakes!, .. notice.Wakes!], notice.Origin with { Sequence = 0 })).Runs);
        Assert.Equal(4, _reactor.Count);
    }

    [Fact]
    public async Task RunAsync_TheKeyRunsAlready_EndsOnlyWithTheRunAfter()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reactor.Script = async (_, _) =>
        {
            await held.Task;
            return new ReconcileResult(Acts: 1);
        };
        await AddAsync(outside, "a");
        await _reactor.RunAsync();

        var running = outside.Runs.RunAsync([new Wake(Recording, "a")], null, World.Token);
        held.SetResult();

        Assert.Equal(1, (await running.WaitAsync(TimeSpan.FromSeconds(60), World.Token)).Writes);
        Assert.Equal(2, _reactor.Count);
    }

    [Fact]
    public async Task RunAsync_AKeyFailsAWhile_IsRunUntilItGetsThroughAndCountsAllItDid()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        var runs = 0;
        _reactor.Script = (_, _) => Task.FromResult(new ReconcileResult(Failure: ++runs < 4 ? "not yet" : null, Acts: 1));

        var report = await outside.UntilAsync(outside.Runs.RunAsync([new Wake(Recording, "a")], null, World.Token));

        Assert.Empty(report.Failures);
        Assert.Equal((1, 4), (report.Runs, report.Writes));
    }

    [Fact]
    public async Task RunAsync_AKeyKeepsFailing_IsReportedBesideThoseThatGotThrough()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        _reactor.Script = (key, _) => key == "bad" ? throw new InvalidOperationException("broken") : Task.FromResult(ReconcileResult.Done);

        var report = await outside.UntilAsync(outside.Runs.RunAsync([new Wake(Recording, "bad"), new Wake(Recording, "good")], null, World.Token));

        Assert.Equal("recording bad: broken", Assert.Single(report.Failures).ToString());
        Assert.Equal(2, report.Runs);
        Assert.True(_reactor.Count >= 7, $"{_reactor.Count} runs");
    }

    [Fact]
    public async Task RunAsync_AKeyHasFailedForLong_IsRunAndReportedWithoutWaitingForItsBackOff()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        _reactor.Script = (_, _) => Task.FromResult(new ReconcileResult(Failure: "never"));
        await outside.UntilAsync(outside.Runs.RunAsync([new Wake(Recording, "bad")], null, World.Token));

        // Time stands still by now.
        var report = await RunAsync(outside, [new Wake(Recording, "bad")], null);

        Assert.Equal("recording bad: never", Assert.Single(report.Failures).ToString());
    }

    [Fact]
    public async Task RunAsync_AKeyIsRefusedForGood_IsRunOnceAndReportedApart()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        _reactor.Script = (key, _) => Task.FromResult(new ReconcileResult(Failure: new ReconcileFailure("Invalid Pod web", IsForGood: key == "bad")));

        // Time stands still: nothing is waited for.
        var report = await RunAsync(outside, [new Wake(Recording, "bad")], null);

        Assert.Empty(report.Failures);
        Assert.Equal("recording bad: Invalid Pod web", Assert.Single(report.Refused).ToString());
        Assert.Equal(1, _reactor.Count);
    }

    [Fact]
    public async Task RunAsync_AKeyIsRefusedForGood_IsSaidOnceUntilItGetsThrough()
    {
        var log = new RecordingLogger<ReactorRuns>();
        await using var outside = await Outside.CreateAsync(services => services.AddSingleton<ILogger<ReactorRuns>>(log), _reactor);
        var isRefused = true;
        _reactor.Script = (_, _) => Task.FromResult(isRefused ? new ReconcileResult(Failure: new ReconcileFailure("Invalid Pod web: spec: Required value", IsForGood: true)) : ReconcileResult.Done);
        Wake[] wakes = [new(Recording, "bad")];

        await RunAsync(outside, wakes, null);
        await RunAsync(outside, wakes, null);
        Assert.Equal(["recording is refused for good at bad, and looks again now and then: Invalid Pod web: spec: Required value"], log.Warnings);

        isRefused = false;
        await RunAsync(outside, wakes, null);
        isRefused = true;
        await RunAsync(outside, wakes, null);
        Assert.Equal(2, log.Warnings.Count);
    }

    /// <summary>Nobody brings its event again, so that what it waits for beside is asked for now.</summary>
    [Fact]
    public async Task RunAsync_AKeyIsRefusedForGoodAndWantsToLookAgain_IsReminded()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        var reminders = new List<TimeSpan>();
        outside.Reminding = (_, after) =>
        {
            reminders.Add(after);
            return Task.CompletedTask;
        };
        _reactor.Script = (_, _) => Task.FromResult(new ReconcileResult(TimeSpan.FromSeconds(40), new ReconcileFailure("Invalid", IsForGood: true)));

        await RunAsync(outside, [new Wake(Recording, "bad")], null);

        Assert.Equal([TimeSpan.FromSeconds(40)], reminders);
    }

    [Fact]
    public async Task RunAsync_ReactorsOfAnotherVersion_AreCountedAndPassedOver()
    {
        await using var outside = await Outside.CreateAsync(_reactor);

        var report = await RunAsync(outside, [new Wake("newer", "a"), new Wake("newer", "a"), new Wake("newer", "b"), new Wake(Recording, "a")], null);

        Assert.Equal((1, 2), (report.Runs, report.Unknown));
        Assert.Empty(report.Failures);
    }

    [Fact]
    public async Task RunAsync_WritesOfARun_AreCountedWhereTheyChangedSomething()
    {
        Outside outside = null!;
        _reactor.Script = async (_, _) =>
        {
            var world = outside.World;
            World.Done(await world.CreateAsync(CoreKinds.Secrets, "{metadata: {name: one}}"));
            await Task.WhenAll(Enumerable.Range(0, 3).Select(index => world.CreateAsync(CoreKinds.Secrets, $"{{metadata: {{name: more-{index}}}}}")));
            World.Done(await world.UpdateAsync(CoreKinds.Secrets, "one", _ => { }));
            World.Done(await world.CreateAsync(CoreKinds.Secrets, "{metadata: {name: dry}}", World.As("tester") with { DryRun = true }));
            World.Refused<Refusal.AlreadyExists>(await world.CreateAsync(CoreKinds.Secrets, "{metadata: {name: one}}"));
            World.Done(await world.DeleteAsync(CoreKinds.Secrets, "one"));
            return new ReconcileResult(Acts: 10);
        };
        outside = await Outside.CreateAsync(_reactor);
        await using var _ = outside;

        var report = await RunAsync(outside, [new Wake(Recording, "a")], null);

        Assert.Empty(report.Failures);
        Assert.Equal(15, report.Writes);
    }

    [Fact]
    public async Task RunAsync_TheRunWantsToLookAgain_EndsOnceTheReminderIsKept()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        var asked = new TaskCompletionSource<(Wake, TimeSpan)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var kept = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        outside.Reminding = (wake, after) =>
        {
            asked.SetResult((wake, after));
            return kept.Task;
        };
        _reactor.Script = (_, _) => Task.FromResult(new ReconcileResult(LookAgainAfter: TimeSpan.FromSeconds(40)));

        var running = outside.Runs.RunAsync([new Wake(Recording, "a")], null, World.Token);
        Assert.Equal((new Wake(Recording, "a"), TimeSpan.FromSeconds(40)), await asked.Task.WaitAsync(TimeSpan.FromSeconds(60), World.Token));
        Assert.False(running.IsCompleted);
        kept.SetResult();

        Assert.Equal(1, (await running.WaitAsync(TimeSpan.FromSeconds(60), World.Token)).Runs);
        outside.World.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, _reactor.Count);
    }

    [Fact]
    public async Task RunAsync_TheRunWantsToLookAgainAtAnotherKey_IsRemindedOfThat()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        var asked = new TaskCompletionSource<(Wake, TimeSpan)>(TaskCreationOptions.RunContinuationsAsynchronously);
        outside.Reminding = (wake, after) =>
        {
            asked.SetResult((wake, after));
            return Task.CompletedTask;
        };
        _reactor.Script = (_, _) => Task.FromResult(new ReconcileResult(TimeSpan.FromSeconds(40), LookAgainAs: "a@1"));

        await RunAsync(outside, [new Wake(Recording, "a")], null);

        Assert.Equal((new Wake(Recording, "a@1"), TimeSpan.FromSeconds(40)), await asked.Task.WaitAsync(TimeSpan.FromSeconds(60), World.Token));
    }

    [Fact]
    public async Task RunAsync_TheReminderCannotBeKept_HasFailed()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        outside.Reminding = (_, _) => throw new InvalidOperationException("no queue");
        _reactor.Script = (_, _) => Task.FromResult(new ReconcileResult(LookAgainAfter: TimeSpan.FromSeconds(40)));

        var report = await outside.UntilAsync(outside.Runs.RunAsync([new Wake(Recording, "a")], null, World.Token));

        Assert.Equal("recording a: no queue", Assert.Single(report.Failures).ToString());
    }

    [Fact]
    public async Task RunAsync_TheRunWantsToLookAgainSoon_DoesSoByItselfToo()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        var reminders = 0;
        outside.Reminding = (_, _) => Task.FromResult(Interlocked.Increment(ref reminders));
        _reactor.Script = (_, _) => Task.FromResult(_reactor.Count > 1 ? ReconcileResult.Done : new ReconcileResult(LookAgainAfter: TimeSpan.FromSeconds(5)));
        await RunAsync(outside, [new Wake(Recording, "a")], null);
        await _reactor.RunAsync();

        outside.World.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("a", await _reactor.RunAsync());
        Assert.Equal(1, reminders);
    }

    [Fact]
    public async Task AllAsync_OfAGroup_NamesTheKeysOfItsReactorsOnly()
    {
        var scheduler = new ScriptedReactor("scheduling", ReactorGroup.Scheduler) { Keys = ["pods"] };
        var second = new ScriptedReactor("second", ReactorGroup.Cluster) { Keys = ["z"] };
        await using var outside = await Outside.CreateAsync(_reactor, scheduler, second);

        Assert.Equal(["recording x", "recording y", "second z"], (await outside.Runs.AllAsync(ReactorGroup.Cluster, World.Token)).Select(wake => $"{wake}").Order());
        Assert.Equal(["scheduling pods"], (await outside.Runs.AllAsync(ReactorGroup.Scheduler, World.Token)).Select(wake => $"{wake}"));
        Assert.Empty(await outside.Runs.AllAsync(ReactorGroup.Nodes, World.Token));
    }

    [Fact]
    public async Task RunAsync_TheCallerStopsWaiting_TheRunGoesOn()
    {
        await using var outside = await Outside.CreateAsync(_reactor);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reactor.Script = async (_, cancellationToken) =>
        {
            await held.Task.WaitAsync(cancellationToken);
            ended.SetResult();
            return ReconcileResult.Done;
        };
        using var patience = new CancellationTokenSource();
        var running = outside.Runs.RunAsync([new Wake(Recording, "a")], null, patience.Token);
        await _reactor.RunAsync();

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        held.SetResult();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60), World.Token);
    }

    private static Task AddAsync(Outside outside, string name) => outside.World.AddAsync(CoreKinds.ConfigMaps, $"{{metadata: {{name: {name}, namespace: default}}}}");

    private static Task<RunReport> RunAsync(Outside outside, IReadOnlyCollection<Wake> wakes, NoticeOrigin? origin) =>
        outside.Runs.RunAsync(wakes, origin, World.Token).WaitAsync(TimeSpan.FromSeconds(60), World.Token);
}
