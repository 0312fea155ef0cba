using k8s.Models;
using Xunit;

namespace CloudOrchestrator.Pods.Tests.Workers;

public sealed class PodFleetTests : IAsyncDisposable
{
    private readonly TestNode _node = new();

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task NewPod_ImagePresent_RunsAndIsReady()
    {
        var pod = TestNode.Pod();
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        var status = _node.Api.Find(pod.Metadata.Uid)!.Status;
        Assert.Equal(["sandbox #0", "create main#0", "start main#0"], _node.Engine.Calls);
        Assert.Equal("192.0.2.9", status.HostIP);
        Assert.StartsWith("10.0.0.", status.PodIP, StringComparison.Ordinal);
        Assert.True(status.ContainerStatuses[0].Ready);
        Assert.All(status.Conditions, condition => Assert.Equal("True", condition.Status));
        Assert.Equal(["Pulled", "Created", "Started"], _node.Events.All.Select(happened => happened.Reason));
    }

    [Fact]
    public async Task AgentStartedAgain_PodRunning_AdoptsAndTouchesNothing()
    {
        var pod = TestNode.Pod();
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        await _node.StopAsync();
        _node.Engine.Calls.Clear();
        await using var again = new TestNode(_node);
        await again.StartAsync(pod);
        var second = TestNode.Pod();
        second.Metadata.Name = "second";
        again.List(pod, second);
        await again.UntilRunningAsync(second);
        Assert.Equal(["sandbox #0", "create main#0", "start main#0"], again.Engine.Calls);
        await again.AdvanceUntilAsync(() => again.Pods.Find("default", "pod", "main")?.LatestId is not null, TimeSpan.Zero, 50, "the adopted container");
    }

    [Fact]
    public async Task ContainerCrashes_AgainAndAgain_BacksOffTenTwentyForty()
    {
        var pod = TestNode.Pod();
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);

        // The first restart does not wait.
        _node.Engine.End(pod.Metadata.Uid, "main", 1);
        await UntilRestartedAsync(pod, 1);
        foreach (var (attempt, delay) in new[] { (2, 10), (3, 20), (4, 40) })
        {
            _node.Engine.End(pod.Metadata.Uid, "main", 1);
            await _node.UntilWaitingAsync(pod, "CrashLoopBackOff");
            var waiting = _node.Api.Find(pod.Metadata.Uid)!.Status.ContainerStatuses[0];
            Assert.Contains($"back-off {delay}s restarting failed container=main pod=pod_default(", waiting.State.Waiting.Message, StringComparison.Ordinal);
            Assert.Equal(1, waiting.LastState.Terminated.ExitCode);
            _node.Time.Advance(TimeSpan.FromSeconds(delay - 1));
            Assert.DoesNotContain($"start main#{attempt}", _node.Engine.Calls);
            _node.Time.Advance(TimeSpan.FromSeconds(1));
            await UntilRestartedAsync(pod, attempt);
        }

        Assert.Contains(_node.Events.All, happened => happened.Reason == "BackOff");
    }

    [Fact]
    public async Task ContainerCrashes_AfterTenMinutes_RestartsAtOnce()
    {
        var pod = TestNode.Pod();
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        _node.Engine.End(pod.Metadata.Uid, "main", 1);
        await UntilRestartedAsync(pod, 1);
        _node.Time.Advance(TimeSpan.FromMinutes(11));
        _node.Engine.End(pod.Metadata.Uid, "main", 1);
        await UntilRestartedAsync(pod, 2);
    }

    [Theory]
    [InlineData(0, "Succeeded", "Completed")]
    [InlineData(5, "Failed", "Error")]
    public async Task RestartPolicyNever_ContainerEnds_PodIsOver(int code, string phase, string reason)
    {
        var pod = TestNode.Pod("exit", $"{code}");
        pod.Spec.RestartPolicy = "Never";
        await _node.StartAsync(pod);
        await _node.UntilAsync(pod, phase, status => status.Phase == phase);
        var terminated = _node.Api.Find(pod.Metadata.Uid)!.Status.ContainerStatuses[0].State.Terminated;
        Assert.Equal((code, reason), (terminated.ExitCode, terminated.Reason));
    }

    [Fact]
    public async Task RestartPolicyOnFailure_FailsThenSucceeds_RestartsOnce()
    {
        var pod = TestNode.Pod();
        pod.Spec.RestartPolicy = "OnFailure";
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        _node.Engine.End(pod.Metadata.Uid, "main", 1);
        await UntilRestartedAsync(pod, 1);
        _node.Engine.End(pod.Metadata.Uid, "main", 0);
        await _node.UntilAsync(pod, "Succeeded", status => status.Phase == "Succeeded");
    }

    [Fact]
    public async Task OutOfMemory_ContainerEnds_SaysSo()
    {
        var pod = TestNode.Pod();
        pod.Spec.RestartPolicy = "Never";
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        _node.Engine.End(pod.Metadata.Uid, "main", 137, outOfMemory: true);
        await _node.UntilAsync(pod, "OOMKilled", status => status.ContainerStatuses[0].State.Terminated?.Reason == "OOMKilled");
    }

    [Fact]
    public async Task Deleted_ContainerListens_EndsAndObjectGoesLast()
    {
        var pod = TestNode.Pod();
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        _node.Delete(pod, graceSeconds: 30);
        await _node.UntilGoneAsync(pod);
        Assert.Empty(_node.Engine.Specs());
        Assert.Contains("stop main#0 30s", _node.Engine.Calls);
        Assert.Contains(_node.Events.All, happened => happened == ("Killing", "Stopping container main"));
        Assert.Equal(143, _node.Api.Written[^1].ContainerStatuses[0].State.Terminated.ExitCode);
    }

    [Fact]
    public async Task Deleted_ContainerStubborn_IsKilledWhenItsGraceIsOver()
    {
        var pod = TestNode.Pod("stubborn");
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        _node.Delete(pod, graceSeconds: 5);
        await _node.AdvanceUntilGoneAsync(pod, TimeSpan.FromSeconds(1), 10);
        Assert.Equal(137, _node.Api.Written[^1].ContainerStatuses[0].State.Terminated.ExitCode);
    }

    [Fact]
    public async Task Deleted_GraceShortenedLater_IsKilledSooner()
    {
        var pod = TestNode.Pod("stubborn");
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        _node.Delete(pod, graceSeconds: 3000);
        _node.Delete(pod, graceSeconds: 2);
        await _node.AdvanceUntilGoneAsync(pod, TimeSpan.FromSeconds(1), 10);
    }

    [Fact]
    public async Task ForceDeleted_ContainerRunning_NothingStays()
    {
        var pod = TestNode.Pod("stubborn");
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        await _node.ForceDeleteAsync(pod);
        await _node.AdvanceUntilAsync(() => _node.Engine.Specs().Count == 0, TimeSpan.FromSeconds(1), 10, "an empty engine");
    }

    [Fact]
    public async Task PodNotListed_AfterTheAgentWasDown_Ends()
    {
        var pod = TestNode.Pod();
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        await _node.StopAsync();
        await using var again = new TestNode(_node);
        await again.StartAsync();
        await again.AdvanceUntilAsync(() => again.Engine.Specs().Count == 0, TimeSpan.FromSeconds(1), 60, "an empty engine");
    }

    [Fact]
    public async Task ImageMissing_ThenPushed_BacksOffAndRuns()
    {
        var pod = TestNode.Pod();
        pod.Spec.Containers[0].Image = "registry/app:1";
        await _node.StartAsync(pod);
        await _node.UntilWaitingAsync(pod, "ErrImagePull");
        _node.Time.Advance(TimeSpan.FromSeconds(3));
        await _node.UntilWaitingAsync(pod, "ImagePullBackOff");
        _node.Engine.Registry.Add("registry/app:1");
        _node.Time.Advance(TimeSpan.FromSeconds(8));
        await _node.UntilRunningAsync(pod);
        Assert.Equal(2, _node.Engine.Calls.Count(call => call == "pull registry/app:1"));
    }

    [Fact]
    public async Task ImageNever_Missing_SaysSo()
    {
        var pod = TestNode.Pod();
        pod.Spec.Containers[0].Image = "registry/app:1";
        pod.Spec.Containers[0].ImagePullPolicy = "Never";
        await _node.StartAsync(pod);
        await _node.UntilWaitingAsync(pod, "ErrImageNeverPull");
        Assert.DoesNotContain("pull registry/app:1", _node.Engine.Calls);
    }

    [Fact]
    public async Task ConfigMapMissing_ThenMade_Runs()
    {
        var pod = TestNode.Pod();
        pod.Spec.Containers[0].EnvFrom = [new V1EnvFromSource { ConfigMapRef = new V1ConfigMapEnvSource { Name = "settings" } }];
        await _node.StartAsync(pod);
        await _node.UntilWaitingAsync(pod, "CreateContainerConfigError");
        Assert.Equal("configmap \"settings\" not found", _node.Api.Find(pod.Metadata.Uid)!.Status.ContainerStatuses[0].State.Waiting.Message);
        _node.Configuration.ConfigMaps["settings"] = new V1ConfigMap { Data = new Dictionary<string, string> { ["A"] = "1" } };
        _node.Time.Advance(TimeSpan.FromSeconds(2));
        await _node.UntilRunningAsync(pod);
        Assert.Contains(KeyValuePair.Create("A", "1"), _node.Engine.Specs().Single().Environment);
    }

    [Fact]
    public async Task ProgramMissing_Start_SaysContainerCannotRun()
    {
        var pod = TestNode.Pod("missing");
        await _node.StartAsync(pod);
        await _node.UntilAsync(pod, "ContainerCannotRun", status => status.ContainerStatuses[0].LastState?.Terminated?.Reason == "ContainerCannotRun");
    }

    [Fact]
    public async Task InitContainers_InOrder_BeforeTheOthers()
    {
        var pod = TestNode.Pod();
        pod.Spec.InitContainers = [TestNode.Container("one", "exit", "0"), TestNode.Container("two", "exit", "0")];
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        Assert.Equal(["start one#0", "start two#0", "start main#0"], _node.Engine.Calls.Where(call => call.StartsWith("start", StringComparison.Ordinal)));
        Assert.All(_node.Api.Find(pod.Metadata.Uid)!.Status.InitContainerStatuses, status => Assert.True(status.Ready));
    }

    [Fact]
    public async Task InitContainerFails_RestartPolicyNever_PodFails()
    {
        var pod = TestNode.Pod();
        pod.Spec.RestartPolicy = "Never";
        pod.Spec.InitContainers = [TestNode.Container("one", "exit", "3")];
        await _node.StartAsync(pod);
        await _node.UntilAsync(pod, "Failed", status => status.Phase == "Failed");
        Assert.DoesNotContain("start main#0", _node.Engine.Calls);
    }

    [Fact]
    public async Task Sidecar_Running_LetsTheOthersBeginAndEndsAfterThem()
    {
        var pod = TestNode.Pod("exit", "0");
        pod.Spec.RestartPolicy = "Never";
        pod.Spec.InitContainers = [TestNode.Container("side")];
        pod.Spec.InitContainers[0].RestartPolicy = "Always";
        await _node.StartAsync(pod);
        await _node.UntilAsync(pod, "Succeeded", status => status.Phase == "Succeeded");
        Assert.True(_node.Engine.Calls.IndexOf("start side#0") < _node.Engine.Calls.IndexOf("start main#0"));
        Assert.Contains("stop side#0 30s", _node.Engine.Calls);
    }

    [Fact]
    public async Task EngineRestarts_AllEnded_ComesBackInANewSandbox()
    {
        var pod = TestNode.Pod();
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        _node.Engine.GoAway(killContainers: true);
        _node.Engine.ComeBack();
        await _node.AdvanceUntilAsync(() => _node.Engine.Calls.Contains("start main#1"), TimeSpan.FromSeconds(1), 30, "a second start");
        await UntilRestartedAsync(pod, 1);
        Assert.Contains("sandbox #1", _node.Engine.Calls);
        Assert.Contains(_node.Events.All, happened => happened.Reason == "SandboxChanged");
    }

    [Fact]
    public async Task EngineRestarts_ContainersKeptRunning_TouchesNothing()
    {
        var pod = TestNode.Pod();
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        var before = _node.Engine.Calls.ToList();
        _node.Engine.GoAway(killContainers: false);
        await _node.AdvanceUntilAsync(() => _node.Health.Problem is not null, TimeSpan.FromMilliseconds(100), 50, "a problem with the engine");
        _node.Engine.ComeBack();
        await _node.AdvanceUntilAsync(() => _node.Health.Problem is null, TimeSpan.FromSeconds(1), 30, "an engine that is well");
        var second = TestNode.Pod();
        second.Metadata.Name = "second";
        _node.List(pod, second);
        await _node.UntilRunningAsync(second);
        Assert.Equal([.. before, "sandbox #0", "create main#0", "start main#0"], _node.Engine.Calls);
    }

    [Fact]
    public async Task EngineHangs_AnswersAgain_IsToldBothTimes()
    {
        var pod = TestNode.Pod();
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        _node.Engine.Silent = true;
        await _node.AdvanceUntilAsync(() => _node.Health.Problem is not null, TimeSpan.FromSeconds(1), 60, "a problem with the engine");
        Assert.Equal("the container engine does not answer within 10 s", _node.Health.Problem);
        _node.Engine.Silent = false;
        await _node.AdvanceUntilAsync(() => _node.Health.Problem is null, TimeSpan.FromSeconds(1), 60, "an engine that is well");
    }

    [Fact]
    public async Task ApiAway_ContainerCrashes_IsRestartedAndToldLater()
    {
        var pod = TestNode.Pod();
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        _node.Api.Down = true;
        _node.Engine.End(pod.Metadata.Uid, "main", 1);
        await _node.AdvanceUntilAsync(() => _node.Engine.Calls.Contains("start main#1"), TimeSpan.FromMilliseconds(10), 500, "a second start");
        _node.Api.Down = false;
        await _node.AdvanceUntilAsync(
            () => _node.Api.Find(pod.Metadata.Uid)!.Status.ContainerStatuses[0].RestartCount == 1, TimeSpan.FromSeconds(1), 30, "a restart count of 1");
    }

    [Fact]
    public async Task ImageChanged_Running_IsReplaced()
    {
        var pod = TestNode.Pod();
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        _node.Engine.Images.Add("test/image:2");
        _node.Change(pod, changed => changed.Spec.Containers[0].Image = "test/image:2");
        await _node.UntilAsync(pod, "the new image", status => status.ContainerStatuses[0] is { Image: "test/image:2", State.Running: not null });
        Assert.Contains(_node.Events.All, happened => happened == ("Killing", "Container main definition changed, will be restarted"));
    }

    [Fact]
    public async Task SandboxFails_Once_IsTriedAgain()
    {
        _node.Engine.SandboxProblem = "no addresses left";
        var pod = TestNode.Pod();
        await _node.StartAsync(pod);
        await _node.AdvanceUntilAsync(() => _node.Engine.Calls.Contains("start main#0"), TimeSpan.FromSeconds(1), 10, "a start");
        Assert.Contains(_node.Events.All, happened => happened == ("FailedCreatePodSandBox", "Failed to create pod sandbox: no addresses left"));
    }

    [Fact]
    public async Task Settled_TimePasses_WritesNothingMore()
    {
        var pod = TestNode.Pod();
        await _node.StartAsync(pod);
        await _node.UntilRunningAsync(pod);
        await _node.StopAsync();
        await using var again = new TestNode(_node);
        var written = again.Api.Written.Count;
        await again.StartAsync(pod);
        again.Time.Advance(TimeSpan.FromMinutes(5));
        var second = TestNode.Pod();
        second.Metadata.Name = "second";
        again.List(pod, second);
        await again.UntilRunningAsync(second);
        Assert.All(again.Api.Written.Skip(written), status => Assert.NotEqual(again.Api.Find(pod.Metadata.Uid)!.Status.PodIP, status.PodIP));
    }

    private Task UntilRestartedAsync(V1Pod pod, int count) => _node.UntilAsync(
        pod, $"restart {count}", status => status.ContainerStatuses[0].RestartCount == count && status.ContainerStatuses[0].State.Running is not null);
}
