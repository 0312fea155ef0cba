using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Runtimes;
using k8s.Models;
using Xunit;

namespace CloudOrchestrator.Pods.Tests.Planning;

public sealed class RestartRulesTests
{
    private static readonly DateTimeOffset End = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Always", 0, true)]
    [InlineData("Always", 1, true)]
    [InlineData("OnFailure", 0, false)]
    [InlineData("OnFailure", 1, true)]
    [InlineData("Never", 1, false)]
    public void ShouldRestart_PolicyAndExitCode_AsKubernetes(string policy, int exitCode, bool expected) =>
        Assert.Equal(
            expected,
            RestartRules.ShouldRestart(
                new V1PodSpec { RestartPolicy = policy }, new V1Container { Name = "main" }, isInit: false, Ended(TimeSpan.Zero, TimeSpan.Zero, exitCode)));

    [Fact]
    public void NextDelay_CrashAfterCrash_DoublesFromTenSecondsToFiveMinutes()
    {
        var delays = new List<double>();
        ContainerState? state = null;
        for (var attempt = 0; attempt < 9; attempt++)
        {
            var delay = RestartRules.NextDelay(state, "h");
            delays.Add(delay.TotalSeconds);
            state = Ended(delay, TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 10, 20, 40, 80, 160, 300, 300, 300], delays);
    }

    [Fact]
    public void Delay_RanTenMinutes_IsNone() => Assert.Equal(TimeSpan.Zero, RestartRules.Delay(Ended(RestartRules.DelayMax, RestartRules.StableAfter), "h"));

    [Fact]
    public void NextDelay_RanTenMinutes_BeginsAgainAtTenSeconds() =>
        Assert.Equal(RestartRules.DelayMin, RestartRules.NextDelay(Ended(RestartRules.DelayMax, RestartRules.StableAfter), "h"));

    [Fact]
    public void Delay_SpecChanged_IsNone() => Assert.Equal(TimeSpan.Zero, RestartRules.Delay(Ended(RestartRules.DelayMax, TimeSpan.Zero), "other"));

    private static ContainerState Ended(TimeSpan delay, TimeSpan ran, int exitCode = 1) => new()
    {
        Id = "1",
        Pod = new PodIdentity("a", "b", "c"),
        Name = "main",
        Attempt = 0,
        SandboxId = "s",
        SpecHash = "h",
        Phase = ContainerPhase.Exited,
        CreatedAt = End - ran,
        StartedAt = End - ran,
        FinishedAt = End,
        ExitCode = exitCode,
        RestartDelay = delay,
    };
}
