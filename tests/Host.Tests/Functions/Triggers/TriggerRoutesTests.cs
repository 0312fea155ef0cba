using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Host.Functions.Triggers;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Store;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Triggers;

public sealed class TriggerRoutesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TriggerCalls _calls = new();

    public void Dispose() => _calls.Dispose();

    [Theory]
    [InlineData("POST", "/Scheduler", "application/json; charset=utf-8", null, true)]
    [InlineData("POST", "/WorkloadControllers", "application/json", null, true)]
    [InlineData("POST", "/ClusterControllers", "application/json", null, true)]
    [InlineData("POST", "/NodeControllers", "application/json", null, true)]
    [InlineData("POST", "/Delayed", "application/json", null, true)]
    [InlineData("POST", "/Tick", "application/json", "X-Azure-Functions-InvocationId", true)]
    [InlineData("POST", "/Tick", "application/json", "x-ms-invocation-id", false)]
    [InlineData("POST", "/Tick", "application/json", "X-MS-Invocation-Id", false)]
    [InlineData("POST", "/Tick", "application/json", "X-Forwarded-Proto", false)]
    [InlineData("POST", "/Tick", "application/json", "x-forwarded-for", false)]
    [InlineData("POST", "/Tick", "application/json", "X-Forwarded-Anything", false)]
    [InlineData("GET", "/Tick", "application/json", null, false)]
    [InlineData("PUT", "/Tick", "application/json", null, false)]
    [InlineData("POST", "/Tick", "text/plain", null, false)]
    [InlineData("POST", "/Tick", null, null, false)]
    [InlineData("POST", "/tick", "application/json", null, false)]
    [InlineData("POST", "/Tick/", "application/json", null, false)]
    [InlineData("POST", "/Api", "application/json", null, false)]
    [InlineData("POST", "/", "application/json", null, false)]
    [InlineData("POST", "/api/v1/namespaces", "application/json", null, false)]
    public void Find_AnyRequest_KnowsTriggerCalls(string method, string path, string? type, string? header, bool isCall)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path, request.ContentType) = (method, path, type);
        if (header is not null)
        {
            request.Headers[header] = "";
        }

        Assert.Equal(isCall ? path[1..] : null, TriggerRoutes.Find(request)?.Name);
    }

    [Fact]
    public async Task HandleAsync_BatchTwiceEncoded_RunsTheGroupsOwnKeysOnceAndSaysWhat()
    {
        _calls.Runs.Report = () => Task.FromResult(new RunReport(0, 1, 0, [], []));
        var events = new JsonArray(
            TriggerCalls.Event(3, """{"replicaset-controller":["default/b"],"default-scheduler":["pods"]}"""),
            TriggerCalls.Event(2, """{"replicaset-controller":["default/a","default/b"]}"""),
            TriggerCalls.Event(2, """{"replicaset-controller":["default/a","default/b"]}"""),
            TriggerCalls.Event(9, """{"replicaset-controller":["default/x"]}""", source: "/clusters/other"),
            new JsonObject { ["source"] = "/clusters/test", ["type"] = "Microsoft.Storage.BlobCreated" });
        var (status, body) = await _calls.CallAsync("WorkloadControllers", "events", events.ToJsonString());
        Assert.Equal(200, status);
        Assert.Equal("""{"Outputs":{},"Logs":["runs=2 writes=2 unknown=0 refused=0 foreign=2 handed_on=0"],"ReturnValue":null}""", body);
        Assert.Equal(
            [(new Wake("replicaset-controller", "default/a"), new NoticeOrigin("me", 2)), (new Wake("replicaset-controller", "default/b"), new NoticeOrigin("me", 3))],
            _calls.Runs.Runs.OrderBy(run => run.Wake.Key).Select(run => (run.Wake, run.Origin!)));
    }

    [Fact]
    public async Task HandleAsync_RealArrayOrEventsInStrings_AreReadToo()
    {
        var (status, _) = await _calls.CallAsync("Scheduler", "events", new JsonArray(TriggerCalls.Event(1, """{"default-scheduler":["pods"]}""")));
        Assert.Equal(200, status);
        (status, _) = await _calls.CallAsync("Scheduler", "events", new JsonArray(TriggerCalls.Event(1, """{"default-scheduler":["pods"]}""").ToJsonString()).ToJsonString());
        Assert.Equal(200, status);
        Assert.Equal(2, _calls.Runs.Runs.Count);
    }

    [Fact]
    public async Task HandleAsync_NewsOfTwoProcesses_TellsNoOrigin()
    {
        await _calls.CallAsync("Scheduler", "events", new JsonArray(
            TriggerCalls.Event(1, """{"default-scheduler":["pods"]}""", instance: "me"),
            TriggerCalls.Event(7, """{"default-scheduler":["pods"]}""", instance: "another")));
        Assert.Equal([(new Wake("default-scheduler", "pods"), null)], _calls.Runs.Runs);
    }

    [Theory]
    [InlineData("null")]
    [InlineData(null)]
    public async Task HandleAsync_KeysNotKnown_RunsAllKeysOfTheGroup(string? wakes)
    {
        _calls.Runs.All = [new Wake("replicaset-controller", "a/1"), new Wake("replicaset-controller", "a/2")];
        var (status, body) = await _calls.CallAsync("WorkloadControllers", "events", new JsonArray(TriggerCalls.Event(1, wakes), TriggerCalls.Event(2, """{"replicaset-controller":["a/1"]}""")));
        Assert.Equal(200, status);
        Assert.Contains("runs=2 ", body, StringComparison.Ordinal);
        Assert.Equal(_calls.Runs.All.Select(wake => (wake, (NoticeOrigin?)null)), _calls.Runs.Runs.OrderBy(run => run.Wake.Key));
    }

    [Fact]
    public async Task HandleAsync_NothingToDo_SaysWritesAreNone()
    {
        var (status, body) = await _calls.CallAsync("Scheduler", "events", new JsonArray());
        Assert.Equal((200, """{"Outputs":{},"Logs":["runs=0 writes=0 unknown=0 refused=0 foreign=0 handed_on=0"],"ReturnValue":null}"""), (status, body));
    }

    /// <summary>Which function does what is said by whoever committed: in its version a reactor may be in another group.</summary>
    [Fact]
    public async Task HandleAsync_ReactorIsInAnotherGroupHere_IsRunByTheFunctionThatItIsListedFor()
    {
        var events = new JsonArray(TriggerCalls.Event(1, """{"Scheduler":{"replicaset-controller":["default/a"]},"Workloads":{"default-scheduler":["pods"]}}"""));

        await _calls.CallAsync("Scheduler", "events", events.DeepClone());
        Assert.Equal([new Wake("replicaset-controller", "default/a")], _calls.Runs.Runs.Select(run => run.Wake));

        await _calls.CallAsync("WorkloadControllers", "events", events);
        Assert.Equal(new Wake("default-scheduler", "pods"), _calls.Runs.Runs[^1].Wake);
    }

    /// <summary>During a deployment an instance of the version that has the reactor may get it the next time; afterwards it would hold up all others.</summary>
    [Theory]
    [InlineData("2026-01-01T00:00:00Z", 500)]
    [InlineData("2025-12-31T23:45:01Z", 500)]
    [InlineData("2025-12-31T23:45:00Z", 200)]
    [InlineData("at some time", 200)]
    public async Task HandleAsync_ReactorOfAnotherVersion_FailsWhileADeploymentMayGoOn(string at, int expected)
    {
        var (status, body) = await _calls.CallAsync("Scheduler", "events", new JsonArray(TriggerCalls.Event(1, """{"reactor-to-come":["a"],"default-scheduler":["pods"]}""", at: at)));

        Assert.Equal(expected, status);
        Assert.Contains(expected == 200 ? "unknown=1" : "has no reactor reactor-to-come", body, StringComparison.Ordinal);
        Assert.Equal([new Wake("default-scheduler", "pods")], _calls.Runs.Runs.Select(run => run.Wake));
    }

    [Fact]
    public async Task HandleAsync_OneEventMalformed_FailsButRunsTheOthers()
    {
        var (status, body) = await _calls.CallAsync("Scheduler", "events", new JsonArray(
            new JsonObject { ["source"] = "/clusters/test", ["type"] = "CloudOrchestrator.Notice.Scheduler" },
            TriggerCalls.Event(1, """{"default-scheduler":["pods"]}""")));
        Assert.Equal(500, status);
        Assert.Contains("event 1 has no", (string)JsonNode.Parse(body)!["error"]!, StringComparison.Ordinal);
        Assert.Single(_calls.Runs.Runs);
    }

    [Theory]
    [InlineData("Scheduler", "", "not JSON")]
    [InlineData("Scheduler", "{", "not JSON")]
    [InlineData("Scheduler", "[]", "no Data.events")]
    [InlineData("Scheduler", "{}", "no Data.events")]
    [InlineData("Scheduler", """{"Data":[]}""", "no Data.events")]
    [InlineData("Scheduler", """{"Data":{"other":"[]"}}""", "no Data.events")]
    [InlineData("Scheduler", """{"Data":{"events":null}}""", "not a JSON array")]
    [InlineData("Scheduler", """{"Data":{"events":"["}}""", "not a JSON array")]
    [InlineData("Scheduler", """{"Data":{"events":"{}"}}""", "not a JSON array")]
    [InlineData("Scheduler", """{"Data":{"events":[1]}}""", "event 1 is not a JSON object")]
    [InlineData("Scheduler", """{"Data":{"events":"\ud800"}}""", "not a JSON array")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"sequence":1}}]}}""", "whose commit")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"instance":"a","sequence":1.5}}]}}""", "whose commit")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"instance":"a","sequence":1,"wakes":[]}}]}}""", "lists of keys")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"instance":"a","sequence":1,"wakes":{"default-scheduler":["a"]}}}]}}""", "lists of keys")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"instance":"a","sequence":1,"wakes":{"Scheduler":{"a":[""]}}}}]}}""", "lists of keys")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"instance":"a","sequence":1,"wakes":{"Scheduler":["a"]}}}]}}""", "lists of keys")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"instance":"a","sequence":1,"wakes":{"Scheduler":{"a":["\ud800"]}}}}]}}""", "event 1 holds half a character")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"instance":"a","sequence":1,"wakes":{"Scheduler":{"\udc00":["a"]}}}}]}}""", "event 1 holds half a character")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"instance":"\ud800","sequence":1,"wakes":{}}}]}}""", "event 1 holds half a character")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"\ud800"}]}}""", "event 1 holds half a character")]
    [InlineData("Tick", """{"Data":{}}""", "no Data.timer")]
    public async Task HandleAsync_CallMalformed_FailsAndNamesWhatIsWrong(string function, string body, string expected)
    {
        var (status, answer) = await _calls.SendAsync(function, Encoding.UTF8.GetBytes(body));
        Assert.Equal(500, status);
        Assert.Contains(expected, (string)JsonNode.Parse(answer)!["error"]!, StringComparison.Ordinal);
        Assert.Empty(_calls.Runs.Runs);
    }

    [Fact]
    public async Task HandleAsync_BodyTooLong_Fails()
    {
        var (status, body) = await _calls.SendAsync("Scheduler", new byte[TriggerBody.BytesMax + 1]);
        Assert.Equal(500, status);
        Assert.Contains("more than 8388608 bytes", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandleAsync_Timer_Ticks()
    {
        var (status, body) = await _calls.CallAsync("Tick", "timer", new JsonObject { ["IsPastDue"] = false });
        Assert.Equal((200, """{"Outputs":{},"Logs":["writes=0"],"ReturnValue":null}"""), (status, body));
    }

    [Fact]
    public async Task HandleAsync_KeyDidNotGetThrough_Fails()
    {
        _calls.Runs.Report = () => Task.FromResult(new RunReport(0, 0, 0, [new KeyFailure(new Wake("default-scheduler", "pods"), "conflict")], []));
        var (status, body) = await _calls.CallAsync("Scheduler", "events", new JsonArray(TriggerCalls.Event(1, """{"default-scheduler":["pods"]}""")));
        Assert.Equal(500, status);
        Assert.Contains("default-scheduler pods: conflict", body, StringComparison.Ordinal);
    }

    /// <summary>It would be refused at every delivery, and Event Grid would hold back all that comes after it.</summary>
    [Fact]
    public async Task HandleAsync_KeyIsRefusedForGood_SucceedsAndSaysSo()
    {
        _calls.Runs.Report = () => Task.FromResult(new RunReport(0, 0, 0, [], [new KeyFailure(new Wake("default-scheduler", "pods"), "Invalid Pod web")]));
        var (status, body) = await _calls.CallAsync("Scheduler", "events", new JsonArray(TriggerCalls.Event(1, """{"default-scheduler":["pods"]}""")));
        Assert.Equal(200, status);
        Assert.Contains("refused=1", body, StringComparison.Ordinal);

        (status, _) = await _calls.CallAsync("Delayed", "reminder", TriggerCalls.Reminder("2026-01-01T00:00:00.0000000Z"));
        Assert.Equal(200, status);
    }

    [Theory]
    [InlineData(true, "the account is away")]
    [InlineData(false, "unforeseen InvalidOperationException")]
    public async Task HandleAsync_RunThrows_FailsInWords(bool isStore, string expected)
    {
        _calls.Runs.Report = () => throw (isStore ? new StoreException("the account is away") : new InvalidOperationException("with a secret"));
        var (status, body) = await _calls.CallAsync("Tick", "timer", new JsonObject());
        Assert.Equal(500, status);
        Assert.Contains(expected, body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandleAsync_StoreCannotBePrepared_Fails()
    {
        _calls.Prepare = _ => Task.FromException(new StoreException("the account is away"));
        var (status, body) = await _calls.CallAsync("Tick", "timer", new JsonObject());
        Assert.Equal(500, status);
        Assert.Contains("the account is away", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Scheduler", "events", 25)]
    [InlineData("Delayed", "reminder", 120)]
    [InlineData("Tick", "timer", 300)]
    public async Task HandleAsync_RunThatDoesNotEnd_FailsAtItsDeadline(string function, string binding, int seconds)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Runs.Report = () =>
        {
            started.TrySetResult();
            return new TaskCompletionSource<RunReport>().Task;
        };
        var call = _calls.CallAsync(function, binding, function switch
        {
            "Scheduler" => new JsonArray(TriggerCalls.Event(1, """{"default-scheduler":["pods"]}""")),
            "Delayed" => TriggerCalls.Reminder("2026-01-01T00:00:00.0000000Z"),
            _ => new JsonObject(),
        });
        await started.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        _calls.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        _calls.Time.Advance(TimeSpan.FromMilliseconds(1));
        var (status, body) = await call.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(500, status);
        Assert.Contains($"not done within {seconds} s", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandleAsync_Calls_AreCounted()
    {
        Dictionary<string, long> counted = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (_calls.Meter.Owns(instrument))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            lock (counted)
            {
                var name = instrument.Name.Split('.')[^1] + string.Concat(tags.ToArray().Where(tag => tag.Key == "outcome").Select(tag => $" {tag.Value}"));
                counted[name] = counted.GetValueOrDefault(name) + value;
            }
        });
        listener.Start();
        _calls.Runs.Report = () => Task.FromResult(new RunReport(0, 4, 0, [], [new KeyFailure(new Wake("namespace-controller", "a"), "Invalid")]));
        await _calls.CallAsync("ClusterControllers", "events", new JsonArray(TriggerCalls.Event(1, """{"Cluster":{"namespace-controller":["a"],"reactor-that-was":["b"]}}""", at: "2025-12-31T00:00:00Z"), TriggerCalls.Event(1, "{}", source: "/clusters/other")));
        await _calls.CallAsync("ClusterControllers", "events", new JsonObject());
        Assert.Equal(
            new Dictionary<string, long> { ["invocations succeeded"] = 1, ["invocations failed"] = 1, ["runs"] = 1, ["writes"] = 4, ["unknown_reactors"] = 1, ["refused_keys"] = 1, ["keys_handed_on"] = 0, ["foreign_events"] = 1 },
            counted);
    }
}
