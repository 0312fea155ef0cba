using System.Text.Json.Nodes;
using CloudOrchestrator.Host.Functions.Triggers;
using CloudOrchestrator.Resources.Reactors;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Triggers;

/// <summary>A batch that a call has no time for is run all the same, in several.</summary>
public sealed class BatchRunsTests : IDisposable
{
    private readonly TriggerCalls _calls = new();

    public void Dispose() => _calls.Dispose();

    /// <summary>Else the batch would be begun anew at each delivery, and never be through.</summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task HandleAsync_MoreKeysThanACallHasTimeFor_HandsOnTheRestUntilAllAreRun(double secondsAKey)
    {
        _calls.Runs.All = [.. Enumerable.Range(0, 3000).Select(i => new Wake("replicaset-controller", $"default/{i:D4}"))];
        _calls.Runs.Running = wakes => _calls.Time.Advance(TimeSpan.FromSeconds(Math.Ceiling(wakes.Count / 8.0) * secondsAKey));
        var deliveries = new Queue<JsonArray>([new JsonArray(TriggerCalls.Event(1, null))]);
        var (calls, taken) = (0, 0);

        while (deliveries.TryDequeue(out var events))
        {
            var began = _calls.Time.GetUtcNow();
            var ran = _calls.Runs.Runs.Count;
            var (status, _) = await _calls.CallAsync("WorkloadControllers", "events", events);
            Assert.Equal(200, status);
            Assert.True(_calls.Time.GetUtcNow() - began <= TimeSpan.FromSeconds(25));
            Assert.True(_calls.Runs.Runs.Count > ran);
            Assert.True(++calls < 1000);
            foreach (var request in _calls.Topic.Sent.Skip(taken))
            {
                deliveries.Enqueue(JsonNode.Parse(request.Body)!.AsArray());
            }

            taken = _calls.Topic.Sent.Count;
        }

        Assert.Equal(_calls.Runs.All, _calls.Runs.Runs.Select(run => run.Wake).Order(Comparer<Wake>.Create((a, b) => string.CompareOrdinal(a.Key, b.Key))));
        Assert.Equal(secondsAKey >= 1, calls > 1);
    }

    [Fact]
    public async Task HandleAsync_TheRestCannotBeHandedOn_Fails()
    {
        _calls.Runs.All = [.. Enumerable.Range(0, 1000).Select(i => new Wake("replicaset-controller", $"default/{i}"))];
        _calls.Runs.Running = _ => _calls.Time.Advance(TimeSpan.FromSeconds(11));
        _calls.TopicStatus = 403;

        var (status, body) = await _calls.CallAsync("WorkloadControllers", "events", new JsonArray(TriggerCalls.Event(1, null)));

        Assert.Equal(500, status);
        Assert.Contains("it refuses the credentials", body, StringComparison.Ordinal);
    }

    /// <summary>What failed is not left to the delivery of the whole batch, which would begin it anew.</summary>
    [Fact]
    public async Task HandleAsync_KeysFailAndTheTimeIsUp_HandsThemOnWithTheRest()
    {
        var failed = new Wake("replicaset-controller", "default/0");
        _calls.Runs.All = [.. Enumerable.Range(0, BatchRuns.SliceMin + 1).Select(i => new Wake("replicaset-controller", $"default/{i}"))];
        _calls.Runs.Running = _ => _calls.Time.Advance(TimeSpan.FromSeconds(11));
        _calls.Runs.Report = () => Task.FromResult(new RunReport(0, 0, 0, [new KeyFailure(failed, "conflict")], []));

        var (status, body) = await _calls.CallAsync("WorkloadControllers", "events", new JsonArray(TriggerCalls.Event(1, null), TriggerCalls.Event(2, """{"Workloads":{"reactor-to-come":["a"]}}""", at: "2025-12-31T23:59:00Z")));

        Assert.Equal(200, status);
        Assert.Contains("handed_on=3", body, StringComparison.Ordinal);
        var events = _calls.Topic.Sent.SelectMany(request => JsonNode.Parse(request.Body)!.AsArray()).ToList();
        Assert.All(events, one => Assert.Equal("CloudOrchestrator.Notice.Workloads", (string)one!["type"]!));
        Assert.Equal(
            [$"default/{BatchRuns.SliceMin} default/0", "a"],
            events.Select(one => string.Join(' ', one!["data"]!["wakes"]!["Workloads"]!.AsObject().SelectMany(pair => pair.Value!.AsArray().Select(key => (string)key!)))));
        Assert.Equal("2025-12-31T23:59:00+00:00", (string)events[1]!["time"]!);
    }

    /// <summary>Keys that are slow after quick ones would else have the whole call begun anew.</summary>
    [Fact]
    public async Task HandleAsync_ALaterSliceIsNotThroughInTime_HandsItOnLast()
    {
        _calls.Runs.All = [.. Enumerable.Range(0, (3 * BatchRuns.SliceMin) + 1).Select(i => new Wake("replicaset-controller", $"default/{i:D2}"))];
        _calls.Runs.Running = wakes =>
        {
            if (wakes.Count > BatchRuns.SliceMin)
            {
                _calls.Runs.Report = () => new TaskCompletionSource<RunReport>().Task;
                _calls.Time.Advance(TimeSpan.FromSeconds(18));
            }
        };

        var (status, body) = await _calls.CallAsync("WorkloadControllers", "events", new JsonArray(TriggerCalls.Event(1, null)));

        Assert.Equal(200, status);
        Assert.Contains($"runs={BatchRuns.SliceMin} ", body, StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(BatchRuns.SliceMin, 2 * BatchRuns.SliceMin).Prepend(3 * BatchRuns.SliceMin).Select(i => $"default/{i:D2}"),
            _calls.Topic.Sent.SelectMany(request => JsonNode.Parse(request.Body)!.AsArray()).SelectMany(one => one!["data"]!["wakes"]!["Workloads"]!["replicaset-controller"]!.AsArray()).Select(key => (string)key!));
    }

    /// <summary>Handed on at once and again, they would be tried for ever without a pause; Event Grid waits longer each time.</summary>
    [Fact]
    public async Task HandleAsync_NothingGetsThrough_FailsAndHandsNothingOn()
    {
        _calls.Runs.All = [.. Enumerable.Range(0, BatchRuns.SliceMin + 1).Select(i => new Wake("replicaset-controller", $"default/{i}"))];
        var running = new List<Wake>();
        _calls.Runs.Running = wakes =>
        {
            running.AddRange(wakes);
            _calls.Time.Advance(TimeSpan.FromSeconds(11));
        };
        _calls.Runs.Report = () => Task.FromResult(new RunReport(0, 0, 0, [.. running.Select(wake => new KeyFailure(wake, "away"))], []));

        var (status, _) = await _calls.CallAsync("WorkloadControllers", "events", new JsonArray(TriggerCalls.Event(1, null)));

        Assert.Equal(500, status);
        Assert.Empty(_calls.Topic.Sent);
    }
}
