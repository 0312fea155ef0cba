using CloudOrchestrator.Agent.Nodes;
using CloudOrchestrator.Pods;
using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Runtimes.Conformance;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Agent.Tests.Nodes;

/// <summary>What the agent says of its node, when, and how often. The clock is the test's.</summary>
public sealed class NodeReporterTests : IAsyncDisposable
{
    private const string Name = "node-1";
    private const string StatusPath = $"PATCH /api/v1/nodes/{Name}/status";
    private const int PollsPerStep = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly RuntimeHealth _health = new();
    private readonly FakeServer _server = new();
    private readonly FakeNodesApi _api;
    private readonly FakeDoorbell _doorbell;
    private readonly Kubernetes _client;
    private readonly NodeReporter _reporter;

    public NodeReporterTests()
    {
        _health.Set(null);
        _api = new FakeNodesApi(_time);
        _doorbell = new FakeDoorbell(_time);
        _client = _api.CreateClient();
        _reporter = new NodeReporter(
            _client,
            _doorbell,
            new FakeRuntime(new FakeEngine(_time), new RuntimeScope("cluster", Name)) { Time = _time },
            _health,
            new NodeObject(Name, "192.0.2.9", "/"),
            Name,
            _server,
            _server,
            _time,
            NullLogger<NodeReporter>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _reporter.StopAsync(CancellationToken.None);
        _reporter.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task Start_NewNode_RegistersItWithItsStatus()
    {
        await StartAsync();

        Assert.Equal([$"GET /api/v1/nodes/{Name}", "POST /api/v1/nodes", StatusPath], _api.Requests.Take(3).Select(request => request.What));
        var node = _api.Node!;
        Assert.Equal(Name, node.Metadata.Labels["kubernetes.io/hostname"]);
        Assert.Equal(FakeServer.Port, node.Status.DaemonEndpoints.KubeletEndpoint.Port);
        Assert.Equal("fake://1.0", node.Status.NodeInfo.ContainerRuntimeVersion);
        Assert.Equal("True", node.Status.Conditions.Single(condition => condition.Type == "Ready").Status);
    }

    [Fact]
    public async Task Start_NodeIsThere_SetsItsOwnLabelsAlone()
    {
        _api.Node = new V1Node { ApiVersion = "v1", Kind = "Node", Metadata = new V1ObjectMeta { Name = Name, Labels = new Dictionary<string, string> { ["zone"] = "a", ["kubernetes.io/os"] = "plan9" } } };

        await StartAsync();

        Assert.Equal([$"GET /api/v1/nodes/{Name}", $"PATCH /api/v1/nodes/{Name}", StatusPath], _api.Requests.Take(3).Select(request => request.What));
        Assert.Equal(("a", "linux"), (_api.Node!.Metadata.Labels["zone"], _api.Node.Metadata.Labels["kubernetes.io/os"]));
    }

    [Fact]
    public async Task Run_NothingChanges_BeatsAndSaysNothingForAnHour()
    {
        await StartAsync();

        await AdvanceUntilAsync(() => _api.Statuses.Count > 1 && IsRepeated(_api.Statuses[^1]), "the status again", TimeSpan.FromSeconds(30));

        AssertNoneRepeatedWithin(_doorbell.RepeatEvery);
        Assert.True(_doorbell.Beats.Count > 1);
        Assert.DoesNotContain(_api.Requests.Skip(2), request => request.What != StatusPath);
    }

    [Fact]
    public async Task Run_ApiAnswersTheDoorbell_SaysBesideItWhatIsHalfDue()
    {
        await StartAsync();
        _doorbell.Answer();
        await NextBeatAsync();
        AssertNoneRepeatedWithin(_doorbell.RepeatEvery / 2);

        _time.Advance(TimeSpan.FromMinutes(31));
        await NextBeatAsync();
        AssertNoneRepeatedWithin(_doorbell.RepeatEvery);
        _doorbell.Answer();

        // The clock stands still: nothing else wakes the loop.
        await UntilAsync(() => _api.Statuses.Any(IsRepeated), "the status beside the doorbell's list");
    }

    [Fact]
    public async Task Run_EngineGoesAndComes_SaysSoAtOnce()
    {
        await StartAsync();

        _health.Set("gone");
        await UntilAsync(() => _api.Statuses[^1].Ready == "Ready=False container runtime is down: gone", "a node that is not ready");
        _health.Set(null);
        await UntilAsync(() => _api.Statuses[^1].Ready == "Ready=True kubelet is posting ready status", "a node that is ready again");
    }

    [Fact]
    public async Task Run_ApiAway_AsksMoreAndMoreSeldomAndThenRegisters()
    {
        _api.IsAway = true;
        await _reporter.StartAsync(Token);

        await AdvanceUntilAsync(() => _api.Requests.Count >= 7, "seven attempts", TimeSpan.FromMilliseconds(500));

        AssertBackOff([.. _api.Requests.Select(request => request.At)]);
        Assert.Empty(_doorbell.Beats);
        _api.IsAway = false;
        await AdvanceUntilAsync(() => _api.Node?.Status is not null, "the node's status", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Run_BeatsAreNotTaken_AsksTheDoorbellMoreAndMoreSeldomAndTheApiNot()
    {
        _doorbell.IsShown = false;
        await StartAsync();

        await AdvanceUntilAsync(() => _doorbell.Beats.Count >= 7, "seven beats", TimeSpan.FromMilliseconds(500));

        AssertBackOff([.. _doorbell.Beats]);
        Assert.DoesNotContain(_api.Requests.Skip(2), request => request.What != StatusPath);
        AssertNoneRepeatedWithin(_doorbell.RepeatEvery);
    }

    [Fact]
    public async Task Run_ApiHasLostTheNode_RegistersItAgain()
    {
        await StartAsync();
        _api.Node = null;

        _health.Set("gone");
        await UntilAsync(() => _api.Statuses[^1].Ready == "Ready=False container runtime is down: gone", "a status that finds no node");
        await AdvanceUntilAsync(() => _api.Node?.Status?.Conditions is not null, "the node again", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Run_RungThoughNoPodChanged_LooksWhetherItWasGivenUpAndSaysHowItIs()
    {
        await StartAsync();
        var lost = _api.Node!;
        lost.Status.Conditions.Single(condition => condition.Type == "Ready").Status = "Unknown";
        _api.Node = lost;

        _doorbell.RingForNothing();

        await UntilAsync(() => _api.Node!.Status.Conditions.Single(condition => condition.Type == "Ready").Status == "True", "a node that is ready again");
    }

    [Fact]
    public async Task Run_RungThoughNothingChanged_LooksAndSaysNothing()
    {
        await StartAsync();

        _doorbell.RingForNothing();
        await UntilAsync(() => _api.Requests.Count(request => request.What == $"GET /api/v1/nodes/{Name}") == 2, "a look at the node");
        await NextBeatAsync();

        AssertNoneRepeatedWithin(_doorbell.RepeatEvery);
    }

    /// <summary>1, 2, 4, 8 and then 10 s at least lie between them.</summary>
    private static void AssertBackOff(DateTimeOffset[] attempts)
    {
        int[] waits = [1, 2, 4, 8, 10, 10];
        for (var index = 0; index < waits.Length; index++)
        {
            var wait = attempts[index + 1] - attempts[index];
            Assert.True(wait >= TimeSpan.FromSeconds(waits[index]), $"attempt {index + 1} came after {wait}, not {waits[index]} s");
        }
    }

    /// <summary>The machine that runs this may come under pressure meanwhile: that is a change, and not repeated.</summary>
    private void AssertNoneRepeatedWithin(TimeSpan span)
    {
        var statuses = _api.Statuses;
        for (var index = 1; index < statuses.Count; index++)
        {
            var age = statuses[index].At - statuses[index - 1].At;
            Assert.True(statuses[index].Conditions != statuses[index - 1].Conditions || age >= span, $"said again after {age}");
        }
    }

    /// <summary>Whether a status says what the one before it said.</summary>
    private bool IsRepeated(FakeNodesApi.Request status)
    {
        var statuses = _api.Statuses;
        var index = statuses.ToList().IndexOf(status);
        return index > 0 && statuses[index - 1].Conditions == status.Conditions;
    }

    private async Task StartAsync()
    {
        await _reporter.StartAsync(Token);
        await UntilAsync(() => _api.Node?.Status?.Conditions is not null && !_doorbell.Beats.IsEmpty, "a node with a status, and a beat");
    }

    /// <summary>Waits until the loop has run from its beginning to its end.</summary>
    private Task NextBeatAsync()
    {
        var before = _doorbell.Beats.Count;
        return AdvanceUntilAsync(() => _doorbell.Beats.Count > before + 1, "a beat", TimeSpan.FromSeconds(1));
    }

    private Task AdvanceUntilAsync(Func<bool> holds, string what, TimeSpan step)
    {
        var polls = 0;
        return UntilAsync(
            () =>
            {
                if (polls++ % PollsPerStep == 0)
                {
                    _time.Advance(step);
                }

                return holds();
            },
            what);
    }

    private static async Task UntilAsync(Func<bool> holds, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"never came: {what}");
            await Task.Delay(Poll, Token);
        }
    }
}
