using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Host.Functions;
using CloudOrchestrator.Host.Functions.Notices;
using CloudOrchestrator.Host.Functions.Triggers;
using CloudOrchestrator.Host.Tests.Functions.Settings;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Store;
using CloudOrchestrator.Store.Conformance;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Triggers;

public sealed class TriggerRoutesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FunctionsMeter _meter = new();
    private readonly FakeRuns _runs = new();
    private readonly RecordedTransport _topic;
    private int _topicStatus = 200;
    private ILogger<TriggerHandlers> _logger = NullLogger<TriggerHandlers>.Instance;
    private Func<CancellationToken, Task> _prepare = _ => Task.CompletedTask;

    public TriggerRoutesTests() => _topic = new RecordedTransport((_, _) => (_topicStatus, ""));

    public void Dispose() => _meter.Dispose();

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
        _runs.Report = () => Task.FromResult(new RunReport(0, 1, 0, [], []));
        var events = new JsonArray(
            Event(3, """{"replicaset-controller":["default/b"],"default-scheduler":["pods"]}"""),
            Event(2, """{"replicaset-controller":["default/a","default/b"]}"""),
            Event(2, """{"replicaset-controller":["default/a","default/b"]}"""),
            Event(9, """{"replicaset-controller":["default/x"]}""", source: "/clusters/other"),
            new JsonObject { ["source"] = "/clusters/test", ["type"] = "Microsoft.Storage.BlobCreated" });
        var (status, body) = await CallAsync("WorkloadControllers", "events", events.ToJsonString());
        Assert.Equal(200, status);
        Assert.Equal("""{"Outputs":{},"Logs":["runs=2 writes=2 unknown=0 refused=0 foreign=2 handed_on=0"],"ReturnValue":null}""", body);
        Assert.Equal(
            [(new Wake("replicaset-controller", "default/a"), new NoticeOrigin("me", 2)), (new Wake("replicaset-controller", "default/b"), new NoticeOrigin("me", 3))],
            _runs.Runs.OrderBy(run => run.Wake.Key).Select(run => (run.Wake, run.Origin!)));
    }

    [Fact]
    public async Task HandleAsync_RealArrayOrEventsInStrings_AreReadToo()
    {
        var (status, _) = await CallAsync("Scheduler", "events", new JsonArray(Event(1, """{"default-scheduler":["pods"]}""")));
        Assert.Equal(200, status);
        (status, _) = await CallAsync("Scheduler", "events", new JsonArray(Event(1, """{"default-scheduler":["pods"]}""").ToJsonString()).ToJsonString());
        Assert.Equal(200, status);
        Assert.Equal(2, _runs.Runs.Count);
    }

    [Fact]
    public async Task HandleAsync_NewsOfTwoProcesses_TellsNoOrigin()
    {
        await CallAsync("Scheduler", "events", new JsonArray(
            Event(1, """{"default-scheduler":["pods"]}""", instance: "me"),
            Event(7, """{"default-scheduler":["pods"]}""", instance: "another")));
        Assert.Equal([(new Wake("default-scheduler", "pods"), null)], _runs.Runs);
    }

    [Theory]
    [InlineData("null")]
    [InlineData(null)]
    public async Task HandleAsync_KeysNotKnown_RunsAllKeysOfTheGroup(string? wakes)
    {
        _runs.All = [new Wake("replicaset-controller", "a/1"), new Wake("replicaset-controller", "a/2")];
        var (status, body) = await CallAsync("WorkloadControllers", "events", new JsonArray(Event(1, wakes), Event(2, """{"replicaset-controller":["a/1"]}""")));
        Assert.Equal(200, status);
        Assert.Contains("runs=2 ", body, StringComparison.Ordinal);
        Assert.Equal(_runs.All.Select(wake => (wake, (NoticeOrigin?)null)), _runs.Runs.OrderBy(run => run.Wake.Key));
    }

    /// <summary>Else the batch would be begun anew at each delivery, and never be through.</summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task HandleAsync_MoreKeysThanACallHasTimeFor_HandsOnTheRestUntilAllAreRun(double secondsAKey)
    {
        _runs.All = [.. Enumerable.Range(0, 3000).Select(i => new Wake("replicaset-controller", $"default/{i:D4}"))];
        _runs.Running = wakes => _time.Advance(TimeSpan.FromSeconds(Math.Ceiling(wakes.Count / 8.0) * secondsAKey));
        var deliveries = new Queue<JsonArray>([new JsonArray(Event(1, null))]);
        var (calls, taken) = (0, 0);

        while (deliveries.TryDequeue(out var events))
        {
            var began = _time.GetUtcNow();
            var ran = _runs.Runs.Count;
            var (status, _) = await CallAsync("WorkloadControllers", "events", events);
            Assert.Equal(200, status);
            Assert.True(_time.GetUtcNow() - began <= TimeSpan.FromSeconds(25));
            Assert.True(_runs.Runs.Count > ran);
            Assert.True(++calls < 1000);
            foreach (var request in _topic.Sent.Skip(taken))
            {
                deliveries.Enqueue(JsonNode.Parse(request.Body)!.AsArray());
            }

            taken = _topic.Sent.Count;
        }

        Assert.Equal(_runs.All, _runs.Runs.Select(run => run.Wake).Order(Comparer<Wake>.Create((a, b) => string.CompareOrdinal(a.Key, b.Key))));
        Assert.Equal(secondsAKey >= 1, calls > 1);
    }

    [Fact]
    public async Task HandleAsync_TheRestCannotBeHandedOn_Fails()
    {
        _runs.All = [.. Enumerable.Range(0, 1000).Select(i => new Wake("replicaset-controller", $"default/{i}"))];
        _runs.Running = _ => _time.Advance(TimeSpan.FromSeconds(11));
        _topicStatus = 403;

        var (status, body) = await CallAsync("WorkloadControllers", "events", new JsonArray(Event(1, null)));

        Assert.Equal(500, status);
        Assert.Contains("it refuses the credentials", body, StringComparison.Ordinal);
    }

    /// <summary>What failed is not left to the delivery of the whole batch, which would begin it anew.</summary>
    [Fact]
    public async Task HandleAsync_KeysFailAndTheTimeIsUp_HandsThemOnWithTheRest()
    {
        var failed = new Wake("replicaset-controller", "default/0");
        _runs.All = [.. Enumerable.Range(0, 65).Select(i => new Wake("replicaset-controller", $"default/{i}"))];
        _runs.Running = _ => _time.Advance(TimeSpan.FromSeconds(11));
        _runs.Report = () => Task.FromResult(new RunReport(0, 0, 0, [new KeyFailure(failed, "conflict")], []));

        var (status, body) = await CallAsync("WorkloadControllers", "events", new JsonArray(Event(1, null), Event(2, """{"Workloads":{"reactor-to-come":["a"]}}""", at: "2025-12-31T23:59:00Z")));

        Assert.Equal(200, status);
        Assert.Contains("handed_on=3", body, StringComparison.Ordinal);
        var events = _topic.Sent.SelectMany(request => JsonNode.Parse(request.Body)!.AsArray()).ToList();
        Assert.All(events, one => Assert.Equal("CloudOrchestrator.Notice.Workloads", (string)one!["type"]!));
        Assert.Equal(
            ["default/64 default/0", "a"],
            events.Select(one => string.Join(' ', one!["data"]!["wakes"]!["Workloads"]!.AsObject().SelectMany(pair => pair.Value!.AsArray().Select(key => (string)key!)))));
        Assert.Equal("2025-12-31T23:59:00+00:00", (string)events[1]!["time"]!);
    }

    [Fact]
    public async Task HandleAsync_NothingToDo_SaysWritesAreNone()
    {
        var (status, body) = await CallAsync("Scheduler", "events", new JsonArray());
        Assert.Equal((200, """{"Outputs":{},"Logs":["runs=0 writes=0 unknown=0 refused=0 foreign=0 handed_on=0"],"ReturnValue":null}"""), (status, body));
    }

    /// <summary>Which function does what is said by whoever committed: in its version a reactor may be in another group.</summary>
    [Fact]
    public async Task HandleAsync_ReactorIsInAnotherGroupHere_IsRunByTheFunctionThatItIsListedFor()
    {
        var events = new JsonArray(Event(1, """{"Scheduler":{"replicaset-controller":["default/a"]},"Workloads":{"default-scheduler":["pods"]}}"""));

        await CallAsync("Scheduler", "events", events.DeepClone());
        Assert.Equal([new Wake("replicaset-controller", "default/a")], _runs.Runs.Select(run => run.Wake));

        await CallAsync("WorkloadControllers", "events", events);
        Assert.Equal(new Wake("default-scheduler", "pods"), _runs.Runs[^1].Wake);
    }

    /// <summary>During a deployment an instance of the version that has the reactor may get it the next time; afterwards it would hold up all others.</summary>
    [Theory]
    [InlineData("2026-01-01T00:00:00Z", 500)]
    [InlineData("2025-12-31T23:45:01Z", 500)]
    [InlineData("2025-12-31T23:45:00Z", 200)]
    [InlineData("at some time", 200)]
    public async Task HandleAsync_ReactorOfAnotherVersion_FailsWhileADeploymentMayGoOn(string at, int expected)
    {
        var (status, body) = await CallAsync("Scheduler", "events", new JsonArray(Event(1, """{"reactor-to-come":["a"],"default-scheduler":["pods"]}""", at: at)));

        Assert.Equal(expected, status);
        Assert.Contains(expected == 200 ? "unknown=1" : "has no reactor reactor-to-come", body, StringComparison.Ordinal);
        Assert.Equal([new Wake("default-scheduler", "pods")], _runs.Runs.Select(run => run.Wake));
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", 500)]
    [InlineData("2025-12-31T23:45:00Z", 200)]
    public async Task HandleAsync_ReminderOfAnotherVersionsReactor_FailsWhileADeploymentMayGoOn(string due, int expected)
    {
        var (status, _) = await CallAsync("Delayed", "reminder", new JsonObject { ["reactor"] = "reactor-to-come", ["key"] = "a", ["due"] = due });

        Assert.Equal(expected, status);
        Assert.Empty(_runs.Runs);
    }

    [Fact]
    public async Task HandleAsync_OneEventMalformed_FailsButRunsTheOthers()
    {
        var (status, body) = await CallAsync("Scheduler", "events", new JsonArray(
            new JsonObject { ["source"] = "/clusters/test", ["type"] = "CloudOrchestrator.Notice.Scheduler" },
            Event(1, """{"default-scheduler":["pods"]}""")));
        Assert.Equal(500, status);
        Assert.Contains("event 1 has no", (string)JsonNode.Parse(body)!["error"]!, StringComparison.Ordinal);
        Assert.Single(_runs.Runs);
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
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"instance":"a","sequence":1,"wakes":{"Scheduler":{"a":[""]}}}}]}}""", "lists of keys")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"instance":"a","sequence":1,"wakes":{"Scheduler":["a"]}}}]}}""", "lists of keys")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"instance":"a","sequence":1,"wakes":{"Scheduler":{"a":["\ud800"]}}}}]}}""", "event 1 holds half a character")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"instance":"a","sequence":1,"wakes":{"Scheduler":{"\udc00":["a"]}}}}]}}""", "event 1 holds half a character")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"instance":"a","sequence":1,"wakes":{"\ud800":{"a":["a"]}}}}]}}""", "event 1 holds half a character")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"/clusters/test","type":"CloudOrchestrator.Notice.Scheduler","data":{"instance":"\ud800","sequence":1,"wakes":{}}}]}}""", "event 1 holds half a character")]
    [InlineData("Scheduler", """{"Data":{"events":[{"source":"\ud800"}]}}""", "event 1 holds half a character")]
    [InlineData("Tick", """{"Data":{}}""", "no Data.timer")]
    public async Task HandleAsync_CallMalformed_FailsAndNamesWhatIsWrong(string function, string body, string expected)
    {
        var (status, answer) = await SendAsync(function, Encoding.UTF8.GetBytes(body));
        Assert.Equal(500, status);
        Assert.Contains(expected, (string)JsonNode.Parse(answer)!["error"]!, StringComparison.Ordinal);
        Assert.Empty(_runs.Runs);
    }

    /// <summary>It gets no better by coming again.</summary>
    [Theory]
    [InlineData("""{"Data":{"reminder":"text"}}""", "not a JSON object")]
    [InlineData("""{"Data":{"reminder":"{}"}}""", "no \"reactor\"")]
    [InlineData("""{"Data":{"reminder":"{\"reactor\":null,\"key\":\"a\",\"due\":\"2026-01-01T00:00:00Z\"}"}}""", "no \"reactor\"")]
    [InlineData("""{"Data":{"reminder":"{\"reactor\":\"\",\"key\":\"a\",\"due\":\"2026-01-01T00:00:00Z\"}"}}""", "no \"reactor\"")]
    [InlineData("""{"Data":{"reminder":"{\"reactor\":\"a\",\"key\":\"\",\"due\":\"2026-01-01T00:00:00Z\"}"}}""", "no \"key\"")]
    [InlineData("""{"Data":{"reminder":"{\"reactor\":\"a\",\"key\":\"a\",\"due\":\"soon\"}"}}""", "is no time")]
    [InlineData("""{"Data":{"reminder":"{\"reactor\":\"a\",\"key\":\"a\"}"}}""", "is no time")]
    [InlineData("reminder", 120)]
    [InlineData("""{"Data":{"reminder":{"reactor":"\ud800","key":"a","due":"2026-01-01T00:00:00Z"}}}""", "half a character")]
    public async Task HandleAsync_ReminderMalformed_IsCountedAndSucceeds(string body, string problem)
    {
        var log = new RecordingLogger<TriggerHandlers>();
        _logger = log;
        var (status, answer) = await SendAsync("Delayed", Encoding.UTF8.GetBytes(body));
        Assert.Equal(200, status);
        Assert.Contains("unreadable=1", answer, StringComparison.Ordinal);
        Assert.Contains(problem, Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Empty(_runs.Runs);
    }

    [Fact]
    public async Task HandleAsync_BodyTooLong_Fails()
    {
        var (status, body) = await SendAsync("Scheduler", new byte[TriggerBody.BytesMax + 1]);
        Assert.Equal(500, status);
        Assert.Contains("more than 8388608 bytes", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task HandleAsync_ReminderThatIsDue_RunsItsKey(int wraps)
    {
        JsonNode message = Reminder("2026-01-01T00:00:00.0000000Z");
        for (; wraps > 1; wraps--)
        {
            message = JsonValue.Create(message.ToJsonString());
        }

        var (status, body) = await CallAsync("Delayed", "reminder", message);
        Assert.Equal((200, """{"Outputs":{},"Logs":["runs=1 writes=0 unknown=0 refused=0"],"ReturnValue":null}"""), (status, body));
        Assert.Equal([(new Wake("deployment-controller", "default/web"), null)], _runs.Runs);
        Assert.Empty(_runs.Reminders);
    }

    /// <summary>The queue counted the time by its own clock: what this one says is left is how far it is behind the sender's.</summary>
    [Theory]
    [InlineData("2026-01-01T00:00:05Z")]
    [InlineData("2026-01-01T01:00:00Z")]
    public async Task HandleAsync_ReminderOfAClockThatIsAhead_RunsItsKey(string due)
    {
        await CallAsync("Delayed", "reminder", Reminder(due));
        Assert.Equal([new Wake("deployment-controller", "default/web")], _runs.Runs.Select(run => run.Wake));
        Assert.Empty(_runs.Reminders);
    }

    [Fact]
    public async Task HandleAsync_ReminderOfLater_IsArmedAgain()
    {
        var (status, body) = await CallAsync("Delayed", "reminder", Reminder("2026-01-08T00:00:00.0000000Z"));
        Assert.Equal(200, status);
        Assert.Contains("armed=1", body, StringComparison.Ordinal);
        Assert.Equal([(new Wake("deployment-controller", "default/web"), TimeSpan.FromDays(7))], _runs.Reminders);
        Assert.Empty(_runs.Runs);
    }

    [Fact]
    public async Task HandleAsync_Timer_Ticks()
    {
        var (status, body) = await CallAsync("Tick", "timer", new JsonObject { ["IsPastDue"] = false });
        Assert.Equal((200, """{"Outputs":{},"Logs":["writes=0"],"ReturnValue":null}"""), (status, body));
    }

    [Fact]
    public async Task HandleAsync_KeyDidNotGetThrough_Fails()
    {
        _runs.Report = () => Task.FromResult(new RunReport(0, 0, 0, [new KeyFailure(new Wake("default-scheduler", "pods"), "conflict")], []));
        var (status, body) = await CallAsync("Scheduler", "events", new JsonArray(Event(1, """{"default-scheduler":["pods"]}""")));
        Assert.Equal(500, status);
        Assert.Contains("default-scheduler pods: conflict", body, StringComparison.Ordinal);
    }

    /// <summary>It would be refused at every delivery, and Event Grid would hold back all that comes after it.</summary>
    [Fact]
    public async Task HandleAsync_KeyIsRefusedForGood_SucceedsAndSaysSo()
    {
        _runs.Report = () => Task.FromResult(new RunReport(0, 0, 0, [], [new KeyFailure(new Wake("default-scheduler", "pods"), "Invalid Pod web")]));
        var (status, body) = await CallAsync("Scheduler", "events", new JsonArray(Event(1, """{"default-scheduler":["pods"]}""")));
        Assert.Equal(200, status);
        Assert.Contains("refused=1", body, StringComparison.Ordinal);

        (status, _) = await CallAsync("Delayed", "reminder", Reminder("2026-01-01T00:00:00.0000000Z"));
        Assert.Equal(200, status);
    }

    [Theory]
    [InlineData(true, "the account is away")]
    [InlineData(false, "unforeseen InvalidOperationException")]
    public async Task HandleAsync_RunThrows_FailsInWords(bool isStore, string expected)
    {
        _runs.Report = () => throw (isStore ? new StoreException("the account is away") : new InvalidOperationException("with a secret"));
        var (status, body) = await CallAsync("Tick", "timer", new JsonObject());
        Assert.Equal(500, status);
        Assert.Contains(expected, body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandleAsync_StoreCannotBePrepared_Fails()
    {
        _prepare = _ => Task.FromException(new StoreException("the account is away"));
        var (status, body) = await CallAsync("Tick", "timer", new JsonObject());
        Assert.Equal(500, status);
        Assert.Contains("the account is away", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Scheduler", "events", 25)]
    [InlineData("Tick", "timer", 300)]
    public async Task HandleAsync_RunThatDoesNotEnd_FailsAtItsDeadline(string function, string binding, int seconds)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _runs.Report = () =>
        {
            started.TrySetResult();
            return new TaskCompletionSource<RunReport>().Task;
        };
        var call = CallAsync(function, binding, function switch
        {
            "Scheduler" => new JsonArray(Event(1, """{"default-scheduler":["pods"]}""")),
            "Delayed" => Reminder("2026-01-01T00:00:00.0000000Z"),
            _ => new JsonObject(),
        });
        await started.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
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
            if (_meter.Owns(instrument))
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
        _runs.Report = () => Task.FromResult(new RunReport(0, 4, 0, [], [new KeyFailure(new Wake("namespace-controller", "a"), "Invalid")]));
        await CallAsync("ClusterControllers", "events", new JsonArray(Event(1, """{"Cluster":{"namespace-controller":["a"],"reactor-that-was":["b"]}}""", at: "2025-12-31T00:00:00Z"), Event(1, "{}", source: "/clusters/other")));
        await CallAsync("ClusterControllers", "events", new JsonObject());
        Assert.Equal(
            new Dictionary<string, long> { ["invocations succeeded"] = 1, ["invocations failed"] = 1, ["runs"] = 1, ["writes"] = 4, ["unknown_reactors"] = 1, ["refused_keys"] = 1, ["keys_handed_on"] = 0, ["foreign_events"] = 1 },
            counted);
    }

    private static JsonObject Event(long sequence, string? wakes, string source = "/clusters/test", string instance = "me", string? at = null)
    {
        var data = new JsonObject { ["firstRevision"] = 1, ["lastRevision"] = 1, ["instance"] = instance, ["sequence"] = sequence };
        if (wakes is not null)
        {
            data["wakes"] = ByGroup(JsonNode.Parse(wakes));
        }

        return new JsonObject
        {
            ["specversion"] = "1.0", ["time"] = at ?? "2026-01-01T00:00:00Z", ["id"] = $"{sequence}", ["source"] = source, ["type"] = "CloudOrchestrator.Notice.Scheduler.Workloads", ["data"] = data,
        };
    }

    /// <summary>Keys by reactor, put under the group that the committer has each reactor in.</summary>
    private static JsonNode? ByGroup(JsonNode? wakes)
    {
        if (wakes is not JsonObject keys || keys.All(pair => pair.Value is JsonObject))
        {
            return wakes;
        }

        var groups = new JsonObject();
        foreach (var (reactor, list) in keys)
        {
            var group = reactor switch { "replicaset-controller" or "deployment-controller" => "Workloads", "namespace-controller" => "Cluster", _ => "Scheduler" };
            groups.TryAdd(group, new JsonObject());
            groups[group]![reactor] = list!.DeepClone();
        }

        return groups;
    }

    private static JsonObject Reminder(string due) => new() { ["reactor"] = "deployment-controller", ["key"] = "default/web", ["due"] = due };

    private Task<(int Status, string Body)> CallAsync(string function, string binding, JsonNode value) =>
        SendAsync(function, JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["Data"] = new JsonObject { [binding] = value }, ["Metadata"] = new JsonObject() }));

    private async Task<(int Status, string Body)> SendAsync(string function, byte[] body)
    {
        using var preparation = new Preparation(_prepare, NullLogger<Preparation>.Instance);
        var reactors = new KnownReactors(new HashSet<string> { "default-scheduler", "replicaset-controller", "deployment-controller", "namespace-controller" });
        var settings = Given.Usable(Given.Local());
        var notices = new EventGridNotices(settings.Topic, settings.EventSource, _time, _meter, _topic);
        var handlers = new TriggerHandlers(_runs, new BatchRuns(_runs, notices, _time), reactors, _runs, _runs, settings, _meter, _time, _logger);
        var routes = new TriggerRoutes(() => handlers, preparation, _meter, _time, NullLogger<TriggerRoutes>.Instance);
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Path, http.Request.ContentType) = ("POST", $"/{function}", "application/json; charset=utf-8");
        http.Request.Body = new MemoryStream(body);
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        await routes.HandleAsync(TriggerRoutes.Find(http.Request)!, http);
        Assert.Equal("application/json", http.Response.ContentType);
        var text = Encoding.UTF8.GetString(answer.ToArray());
        Assert.NotNull(JsonNode.Parse(text));
        return (http.Response.StatusCode, text);
    }
}
