using System.Text;
using Xunit;

namespace CloudOrchestrator.Runtimes.Conformance;

/// <summary>What every container runtime must do. Each implementation, the fake included, derives from it.</summary>
public abstract class RuntimeConformance : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PodIdentity _pod = new("conformance", $"pod-{Guid.NewGuid():n}"[..16], Guid.NewGuid().ToString());
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(2));

    protected abstract IContainerRuntime Runtime { get; }

    /// <summary>Another runtime on the same engine, for another cluster.</summary>
    protected abstract IContainerRuntime Stranger { get; }

    protected abstract TestPrograms Programs { get; }

    protected CancellationToken Limit => _limit.Token;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var left = await Runtime.ObserveAsync(_pod.Uid, CancellationToken.None);
        foreach (var container in left.Fault is null ? left.Value.Containers : [])
        {
            await Runtime.RemoveContainerAsync(container.Id, CancellationToken.None);
        }

        foreach (var sandbox in left.Fault is null ? left.Value.Sandboxes : [])
        {
            await Runtime.RemoveSandboxAsync(sandbox.Id, CancellationToken.None);
        }

        _limit.Dispose();
    }

    [Fact]
    public async Task DescribeAsync_EngineUp_SaysWhatItIs()
    {
        var description = Ok(await Runtime.DescribeAsync(Limit));
        Assert.NotEmpty(description.Name);
        Assert.NotEmpty(description.Version);
    }

    [Fact]
    public async Task CreateSandboxAsync_New_StandsAndIsObserved()
    {
        var sandbox = await SandboxAsync(attempt: 3);
        Assert.True(sandbox.Running);
        Assert.Equal(_pod, sandbox.Pod);
        Assert.Equal(3, sandbox.Attempt);
        Assert.NotEmpty(sandbox.Addresses);
        var observed = Assert.Single((await ObserveAsync()).Sandboxes);
        Assert.Equal(sandbox.Id, observed.Id);
        Assert.Equal(sandbox.Addresses, observed.Addresses);
    }

    [Fact]
    public async Task StopSandboxAsync_Standing_IsObservedAsStopped()
    {
        var sandbox = await SandboxAsync();
        Ok(await Runtime.StopSandboxAsync(sandbox.Id, Limit));
        Assert.False(Assert.Single((await ObserveAsync()).Sandboxes).Running);
    }

    [Fact]
    public async Task RemoveSandboxAsync_Twice_SucceedsAndNothingIsLeft()
    {
        var sandbox = await SandboxAsync();
        Ok(await Runtime.RemoveSandboxAsync(sandbox.Id, Limit));
        Ok(await Runtime.RemoveSandboxAsync(sandbox.Id, Limit));
        Assert.True((await ObserveAsync()).IsEmpty);
    }

    [Fact]
    public async Task CreateContainerAsync_New_IsObservedWithAllItCarries()
    {
        var sandbox = await SandboxAsync();
        var spec = Spec(sandbox, Programs.Sleep) with { Attempt = 4, SpecHash = "cafe", RestartDelay = TimeSpan.FromSeconds(40), StopGrace = TimeSpan.FromSeconds(7) };
        var id = Ok(await Runtime.CreateContainerAsync(spec, Limit));
        var observed = Assert.Single((await ObserveAsync()).Containers);
        Assert.Equal(id, observed.Id);
        Assert.Equal(ContainerPhase.Created, observed.Phase);
        Assert.Equal(_pod, observed.Pod);
        Assert.Equal(spec.Name, observed.Name);
        Assert.Equal(sandbox.Id, observed.SandboxId);
        Assert.Equal((4, "cafe", spec.RestartDelay, spec.StopGrace), (observed.Attempt, observed.SpecHash, observed.RestartDelay, observed.StopGrace));
        Assert.Null(observed.StartedAt);
        Assert.Null(observed.FinishedAt);
    }

    [Fact]
    public async Task CreateContainerAsync_UnknownImage_AnswersNotFound()
    {
        var sandbox = await SandboxAsync();
        var result = await Runtime.CreateContainerAsync(Spec(sandbox, Programs.Sleep) with { Image = "nowhere.invalid/none:0" }, Limit);
        Assert.Equal(RuntimeFaultKind.NotFound, result.Fault?.Kind);
        Assert.Empty((await ObserveAsync()).Containers);
    }

    [Fact]
    public async Task CreateContainerAsync_SameAttemptNeverStarted_ReplacesIt()
    {
        var sandbox = await SandboxAsync();
        var first = Ok(await Runtime.CreateContainerAsync(Spec(sandbox, Programs.Sleep), Limit));
        var second = Ok(await Runtime.CreateContainerAsync(Spec(sandbox, Programs.Sleep), Limit));
        Assert.NotEqual(first, second);
        Assert.Equal(second, Assert.Single((await ObserveAsync()).Containers).Id);
    }

    [Fact]
    public async Task CreateContainerAsync_SameAttemptRunning_IsRefused()
    {
        var sandbox = await SandboxAsync();
        var running = await StartAsync(Spec(sandbox, Programs.Sleep));
        var result = await Runtime.CreateContainerAsync(Spec(sandbox, Programs.Sleep), Limit);
        Assert.Equal(RuntimeFaultKind.Refused, result.Fault?.Kind);
        Assert.Equal(running, Assert.Single((await ObserveAsync()).Containers).Id);
    }

    [Fact]
    public async Task StartContainerAsync_Created_Runs()
    {
        var sandbox = await SandboxAsync();
        await StartAsync(Spec(sandbox, Programs.Sleep));
        var observed = Assert.Single((await ObserveAsync()).Containers);
        Assert.Equal(ContainerPhase.Running, observed.Phase);
        Assert.NotNull(observed.StartedAt);
        Assert.Null(observed.FinishedAt);
        Assert.NotEmpty(observed.ImageId);
        Assert.Equal(Programs.Image, observed.Image);
    }

    [Fact]
    public async Task StartContainerAsync_Unknown_AnswersNotFound() =>
        Assert.Equal(RuntimeFaultKind.NotFound, (await Runtime.StartContainerAsync("0123456789ab", Limit)).Fault?.Kind);

    [Fact]
    public async Task StartContainerAsync_NoSuchProgram_IsRefusedAndObservedAsEnded()
    {
        var sandbox = await SandboxAsync();
        var id = Ok(await Runtime.CreateContainerAsync(Spec(sandbox, Programs.Missing), Limit));
        var started = await Runtime.StartContainerAsync(id, Limit);
        Assert.Equal(RuntimeFaultKind.Refused, started.Fault?.Kind);
        var observed = Assert.Single((await ObserveAsync()).Containers);
        Assert.Equal(ContainerPhase.Exited, observed.Phase);
        Assert.NotEqual(0, observed.ExitCode);
        Assert.NotEmpty(observed.StartError);
        Assert.NotNull(observed.FinishedAt);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    public async Task Container_EndsByItself_KeepsItsExitCode(int code)
    {
        var sandbox = await SandboxAsync();
        var ended = await RunAsync(Spec(sandbox, Programs.Exit(code)));
        Assert.Equal(code, ended.ExitCode);
        Assert.Empty(ended.StartError);
        Assert.True(ended.FinishedAt >= ended.StartedAt);
    }

    [Fact]
    public async Task StopContainerAsync_Listening_EndsWithinItsGrace()
    {
        var sandbox = await SandboxAsync();
        var id = await StartAsync(Spec(sandbox, Programs.Sleep));
        Ok(await Runtime.StopContainerAsync(id, TimeSpan.FromSeconds(20), Limit));
        Assert.Equal(ContainerPhase.Exited, Assert.Single((await ObserveAsync()).Containers).Phase);
    }

    [Fact]
    public async Task StopContainerAsync_Stubborn_IsKilledAfterItsGrace()
    {
        const int Killed = 137;
        var sandbox = await SandboxAsync();
        var id = await StartAsync(Spec(sandbox, Programs.Stubborn));
        Ok(await Runtime.StopContainerAsync(id, TimeSpan.FromSeconds(1), Limit));
        Assert.Equal(Killed, Assert.Single((await ObserveAsync()).Containers).ExitCode);
    }

    [Fact]
    public async Task StopContainerAsync_EndedOrGone_Succeeds()
    {
        var sandbox = await SandboxAsync();
        var ended = await RunAsync(Spec(sandbox, Programs.Exit(0)));
        Ok(await Runtime.StopContainerAsync(ended.Id, TimeSpan.FromSeconds(1), Limit));
        Ok(await Runtime.RemoveContainerAsync(ended.Id, Limit));
        Ok(await Runtime.StopContainerAsync(ended.Id, TimeSpan.FromSeconds(1), Limit));
    }

    [Fact]
    public async Task RemoveContainerAsync_Running_EndsItAndNothingIsLeft()
    {
        var sandbox = await SandboxAsync();
        var id = await StartAsync(Spec(sandbox, Programs.Stubborn));
        Ok(await Runtime.RemoveContainerAsync(id, Limit));
        Ok(await Runtime.RemoveContainerAsync(id, Limit));
        Assert.Empty((await ObserveAsync()).Containers);
    }

    [Fact]
    public async Task ObserveAsync_SeveralAttempts_AreInOrder()
    {
        var sandbox = await SandboxAsync();
        foreach (var attempt in new[] { 2, 0, 1 })
        {
            await RunAsync(Spec(sandbox, Programs.Exit(attempt)) with { Attempt = attempt });
        }

        var observed = await ObserveAsync();
        Assert.Equal([0, 1, 2], observed.Containers.Select(container => container.Attempt));
        Assert.Equal(2, observed.Latest("main")!.ExitCode);
    }

    [Fact]
    public async Task ObserveAllAsync_Scope_SeesItsOwnAlone()
    {
        await SandboxAsync();
        Assert.True(Ok(await Runtime.ObserveAllAsync(Limit)).ContainsKey(_pod.Uid));
        Assert.False(Ok(await Stranger.ObserveAllAsync(Limit)).ContainsKey(_pod.Uid));
        Assert.True(Ok(await Stranger.ObserveAsync(_pod.Uid, Limit)).IsEmpty);
    }

    [Fact]
    public async Task ObserveAsync_NothingThere_IsEmpty() => Assert.True((await ObserveAsync()).IsEmpty);

    [Fact]
    public async Task WatchAsync_ContainerEnds_NamesItsPod()
    {
        var sandbox = await SandboxAsync();
        var id = await StartAsync(Spec(sandbox, Programs.Sleep));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        var connected = new TaskCompletionSource();
        var named = WaitForEventAsync(connected.SetResult, end.Token);
        await connected.Task.WaitAsync(Patience, Limit);
        Ok(await Runtime.StopContainerAsync(id, TimeSpan.Zero, Limit));
        Assert.True(await named.WaitAsync(Patience, Limit), "the stream ended without an event for the pod");
        await end.CancelAsync();
    }

    [Fact]
    public async Task CopyLogsAsync_Ended_GivesBothWholeAndTail()
    {
        var sandbox = await SandboxAsync();
        var ended = await RunAsync(Spec(sandbox, Programs.Print("one", "two", "three")));
        Assert.Equal("one\ntwo\nthree\n", await LogsAsync(ended.Id, new LogQuery(Follow: false, null, null, Timestamps: false)));
        Assert.Equal("two\nthree\n", await LogsAsync(ended.Id, new LogQuery(Follow: false, 2, null, Timestamps: false)));
        Assert.Equal("", await LogsAsync(ended.Id, new LogQuery(Follow: false, 0, null, Timestamps: false)));
    }

    [Fact]
    public async Task CopyLogsAsync_FollowingAnEndedContainer_Ends()
    {
        var sandbox = await SandboxAsync();
        var ended = await RunAsync(Spec(sandbox, Programs.Print("one")));
        Assert.Equal("one\n", await LogsAsync(ended.Id, new LogQuery(Follow: true, null, null, Timestamps: false)));
    }

    [Fact]
    public async Task CopyLogsAsync_Timestamps_BeginEachLine()
    {
        var sandbox = await SandboxAsync();
        var ended = await RunAsync(Spec(sandbox, Programs.Print("one")));
        var line = await LogsAsync(ended.Id, new LogQuery(Follow: false, null, null, Timestamps: true));
        var parts = line.Split(' ', 2);
        Assert.True(DateTimeOffset.TryParse(parts[0], System.Globalization.CultureInfo.InvariantCulture, out _), $"no time in {line}");
        Assert.Equal("one\n", parts[1]);
    }

    [Fact]
    public async Task CopyLogsAsync_Unknown_AnswersNotFound()
    {
        var result = await Runtime.CopyLogsAsync("0123456789ab", new LogQuery(Follow: false, null, null, Timestamps: false), Stream.Null, Limit);
        Assert.Equal(RuntimeFaultKind.NotFound, result.Fault?.Kind);
    }

    [Fact]
    public async Task ExecuteAsync_Running_AnswersOutputAndCode()
    {
        var sandbox = await SandboxAsync();
        var id = await StartAsync(Spec(sandbox, Programs.Sleep));
        Assert.Equal(new ExecResult(0, "said\n"), Ok(await Runtime.ExecuteAsync(id, Programs.Print("said"), Limit)));
        Assert.Equal(7, Ok(await Runtime.ExecuteAsync(id, Programs.Exit(7), Limit)).ExitCode);
    }

    [Fact]
    public async Task FindImageAsync_PresentAndAbsent_AnswersAccordingly()
    {
        Assert.NotEmpty(Ok(await Runtime.FindImageAsync(Programs.Image, Limit)).Id);
        Assert.Equal(RuntimeFaultKind.NotFound, (await Runtime.FindImageAsync("nowhere.invalid/none:0", Limit)).Fault?.Kind);
        Assert.Contains(Ok(await Runtime.ListImagesAsync(Limit)), image => image.Names.Contains(Programs.Image));
    }

    [Fact]
    public async Task PullImageAsync_NoSuchRegistry_IsAFault() =>
        Assert.NotNull((await Runtime.PullImageAsync("127.0.0.1:1/none:0", null, Limit)).Fault);

    protected static T Ok<T>(RuntimeResult<T> result)
    {
        Assert.True(result.Fault is null, result.Fault?.Message);
        return result.Value;
    }

    private async Task<bool> WaitForEventAsync(Action connected, CancellationToken cancellationToken)
    {
        await foreach (var happened in Runtime.WatchAsync(connected, cancellationToken))
        {
            if (happened.PodUid == _pod.Uid)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<SandboxState> SandboxAsync(int attempt = 0) =>
        Ok(await Runtime.CreateSandboxAsync(new SandboxSpec { Pod = _pod, Attempt = attempt, Hostname = _pod.Name }, Limit));

    private ContainerSpec Spec(SandboxState sandbox, IReadOnlyList<string> command) =>
        new() { Pod = _pod, Name = "main", Attempt = 0, SandboxId = sandbox.Id, SpecHash = "0", Image = Programs.Image, Command = command };

    private async Task<string> StartAsync(ContainerSpec spec)
    {
        var id = Ok(await Runtime.CreateContainerAsync(spec, Limit));
        Ok(await Runtime.StartContainerAsync(id, Limit));
        return id;
    }

    /// <summary>Runs a container to its end, which is waited for by following its output.</summary>
    private async Task<ContainerState> RunAsync(ContainerSpec spec)
    {
        var id = await StartAsync(spec);
        await LogsAsync(id, new LogQuery(Follow: true, null, null, Timestamps: false));
        while (true)
        {
            // Its output ends a moment before the engine has written down how it ended.
            var state = (await ObserveAsync()).Containers.Single(container => container.Id == id);
            if (state.Phase == ContainerPhase.Exited)
            {
                return state;
            }

            Limit.ThrowIfCancellationRequested();
        }
    }

    private async Task<PodObservation> ObserveAsync() => Ok(await Runtime.ObserveAsync(_pod.Uid, Limit));

    private async Task<string> LogsAsync(string id, LogQuery query)
    {
        using var output = new MemoryStream();
        Ok(await Runtime.CopyLogsAsync(id, query, output, Limit));
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
