using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Runtimes;
using k8s.Models;
using Xunit;

namespace CloudOrchestrator.Pods.Tests;

public sealed class RestartRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Always", 0, true)]
    [InlineData("Always", 1, true)]
    [InlineData("OnFailure", 0, false)]
    [InlineData("OnFailure", 1, true)]
    [InlineData("Never", 1, false)]
    public void ShouldRestart_PolicyAndExitCode_AsKubernetes(string policy, int exitCode, bool expected) =>
        Assert.Equal(expected, RestartRules.ShouldRestart(new V1PodSpec { RestartPolicy = policy }, new V1Container { Name = "c" }, isInit: false, Ended(exitCode: exitCode)));

    [Fact]
    public void NextDelay_FailingAgainAndAgain_DoublesFromTenSecondsToFiveMinutes()
    {
        var delays = new List<double>();
        var ended = Ended();
        for (var attempt = 0; attempt < 7; attempt++)
        {
            var delay = RestartRules.NextDelay(ended, "hash");
            delays.Add(delay.TotalSeconds);
            ended = Ended(delay: delay);
        }

        Assert.Equal([10, 20, 40, 80, 160, 300, 300], delays);
    }

    [Fact]
    public void Delay_RanLong_BeginsAgainWithoutAWait() =>
        Assert.Equal(TimeSpan.Zero, RestartRules.Delay(Ended(delay: TimeSpan.FromMinutes(5), ran: TimeSpan.FromMinutes(10)), "hash"));

    [Fact]
    public void Delay_SpecChanged_BeginsAgainWithoutAWait() =>
        Assert.Equal(TimeSpan.Zero, RestartRules.Delay(Ended(delay: TimeSpan.FromMinutes(5)), "another"));

    private static ContainerState Ended(int exitCode = 1, TimeSpan delay = default, TimeSpan? ran = null) => new()
    {
        Id = "id",
        Pod = new PodIdentity("default", "web", "uid"),
        Name = "c",
        Attempt = 0,
        SandboxId = "sandbox",
        SpecHash = "hash",
        Phase = ContainerPhase.Exited,
        CreatedAt = Start,
        StartedAt = Start,
        FinishedAt = Start + (ran ?? TimeSpan.FromSeconds(1)),
        ExitCode = exitCode,
        RestartDelay = delay,
    };
}
