using System.Collections.Immutable;
using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Pods.Status;
using CloudOrchestrator.Runtimes;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Pods.Tests.Planning;

public sealed class PodPlanTests
{
    private static DateTimeOffset Now => PlanGen.Now;

    [Fact]
    public void Decide_Again_AddsNothingToWhatIsUnderWay() => Gen.OneOf(PlanGen.Running, PlanGen.Ending).Sample(view =>
    {
        var first = PodPlan.Decide(view, Now);
        var busy = view with { Busy = first.Actions.Select(action => action.Key).ToImmutableHashSet() };
        Assert.Empty(PodPlan.Decide(busy, Now).Actions);
    });

    [Fact]
    public void Decide_Always_NamesEachThingOnce() => Gen.OneOf(PlanGen.Running, PlanGen.Ending).Sample(view =>
    {
        var keys = PodPlan.Decide(view, Now).Actions.Select(action => action.Key).ToList();
        Assert.Equal(keys.Distinct(), keys);
    });

    [Fact]
    public void Decide_RunningAsItShould_IsNeverStoppedNorStartedOver() => PlanGen.Running.Sample(view =>
    {
        var decision = PodPlan.Decide(view, Now);
        if (PodProgress.IsOver(view, Now))
        {
            return;
        }

        foreach (var container in view.Spec.Containers.Concat(view.Spec.InitContainers))
        {
            if (view.Observed.Latest(container.Name) is { Phase: ContainerPhase.Running } running
                && running.SpecHash == SpecHash.Of(container) && running.SandboxId == view.Observed.Sandbox?.Id)
            {
                Assert.DoesNotContain(decision.Actions, action => action is PodAction.StopContainer stop && stop.Id == running.Id);
                Assert.DoesNotContain(decision.Actions, action => action is PodAction.StartContainer start && start.Container == container.Name);
                Assert.DoesNotContain(decision.Actions, action => action is PodAction.RemoveContainer remove && remove.Id == running.Id);
            }
        }
    });

    /// <summary>Between its creation and its start it looks like one that has ended.</summary>
    [Fact]
    public void Decide_WhileASandboxIsMade_RemovesNone() => PlanGen.Running.Sample(view =>
    {
        var making = view with { Busy = view.Busy.Add(PodAction.SandboxKey) };
        Assert.DoesNotContain(PodPlan.Decide(making, Now).Actions, action => action is PodAction.RemoveSandbox);
    });

    [Fact]
    public void Decide_BackingOff_NeverStartsBeforeItsTime() => PlanGen.Running.Sample(view =>
    {
        var decision = PodPlan.Decide(view, Now);
        foreach (var start in decision.Actions.OfType<PodAction.StartContainer>())
        {
            var container = view.Spec.Containers.Concat(view.Spec.InitContainers).Single(candidate => candidate.Name == start.Container);
            var latest = view.Observed.Latest(start.Container);
            Assert.True(latest is not { Phase: ContainerPhase.Exited } || RestartRules.RestartAt(latest, SpecHash.Of(container)) <= Now);
            Assert.True(start.RestartDelay == TimeSpan.Zero || start.RestartDelay >= RestartRules.DelayMin && start.RestartDelay <= RestartRules.DelayMax);
            Assert.Equal(latest is null ? 0 : latest.Phase == ContainerPhase.Created ? latest.Attempt : latest.Attempt + 1, start.Attempt);
        }
    });

    [Fact]
    public void Decide_BackingOff_LooksAgainWhenItIsOver() => PlanGen.Running.Sample(view =>
    {
        var decision = PodPlan.Decide(view, Now);
        if (PodProgress.IsOver(view, Now) || decision.Actions.Count > 0)
        {
            return;
        }

        var backingOff = view.Spec.Containers.Select(container => (container, latest: view.Observed.Latest(container.Name)))
            .Where(pair => pair.latest is { Phase: ContainerPhase.Exited } ended && RestartRules.ShouldRestart(view.Spec, pair.container, isInit: false, ended))
            .Select(pair => RestartRules.RestartAt(pair.latest!, SpecHash.Of(pair.container)))
            .Where(at => at > Now).ToList();
        if (backingOff.Count > 0 && PodProgress.Initialized(view))
        {
            Assert.True(decision.LookAgainAt <= backingOff.Min());
        }
    });

    [Fact]
    public void Decide_Ending_MakesNothing() => PlanGen.Ending.Sample(view =>
        Assert.DoesNotContain(PodPlan.Decide(view, Now).Actions, action => action is PodAction.StartContainer or PodAction.CreateSandbox or PodAction.EnsureImage or PodAction.PrepareVolumes));

    [Fact]
    public void Decide_EndingWithNothingRunning_Finishes() => PlanGen.Ending.Sample(view =>
    {
        if (view.Observed.Containers.All(container => container.Phase != ContainerPhase.Running))
        {
            Assert.Contains(PodPlan.Decide(view, Now).Actions, action => action is PodAction.FinishPod);
        }
        else
        {
            Assert.DoesNotContain(PodPlan.Decide(view, Now).Actions, action => action is PodAction.FinishPod);
        }
    });

    [Fact]
    public void Decide_StepByStep_Settles() => PlanGen.Running.Sample(view =>
    {
        const int StepsMax = 60;
        var world = new PlanWorld(view, Now);
        for (var step = 0; step < StepsMax; step++)
        {
            if (!world.Step())
            {
                world.AssertSettled();
                return;
            }
        }

        Assert.Fail("the pod never settled");
    });

    [Fact]
    public void Compute_AnyView_SaysAPhaseAndEachCondition() => Gen.OneOf(PlanGen.Running, PlanGen.Ending).Sample(view =>
    {
        var status = PodStatusPlan.Compute(view, new NodeAddresses("node", "192.0.2.1"), Now);
        Assert.Contains(status.Phase, new[] { "Pending", "Running", "Succeeded", "Failed" });
        Assert.Equal(5, status.Conditions.Select(condition => condition.Type).Distinct().Count());
        Assert.Equal(view.Spec.Containers.Select(container => container.Name), status.ContainerStatuses.Select(container => container.Name));
        foreach (var container in status.ContainerStatuses.Concat(status.InitContainerStatuses ?? []))
        {
            Assert.Equal(1, new object?[] { container.State.Waiting, container.State.Running, container.State.Terminated }.Count(state => state is not null));
        }

        var ready = status.Conditions.Single(condition => condition.Type == "Ready").Status == "True";
        Assert.True(!ready || status.ContainerStatuses.All(container => container.Ready && container.State.Running is not null));
    });
}
