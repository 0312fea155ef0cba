using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Runtimes;
using Xunit;

namespace CloudOrchestrator.Pods.Tests.Planning;

public sealed class RestartRulesTests
{
    private static readonly DateTimeOffset End = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

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

    private static ContainerState Ended(TimeSpan delay, TimeSpan ran) => new()
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
        RestartDelay = delay,
    };
}
