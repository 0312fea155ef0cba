using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Host.Functions;
using CloudOrchestrator.Host.Functions.Notices;
using CloudOrchestrator.Host.Functions.Triggers;
using CloudOrchestrator.Host.Tests.Functions.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Triggers;

/// <summary>Calls trigger functions as the Functions host does. What they run and publish is kept.</summary>
internal sealed class TriggerCalls : IDisposable
{
    public TriggerCalls() => Topic = new RecordedTransport((_, _) => (TopicStatus, ""));

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public FunctionsMeter Meter { get; } = new();

    public FakeRuns Runs { get; } = new();

    /// <summary>Takes what is published.</summary>
    public RecordedTransport Topic { get; }

    public int TopicStatus { get; set; } = 200;

    /// <summary>Makes the store usable.</summary>
    public Func<CancellationToken, Task> Prepare { get; set; } = _ => Task.CompletedTask;

    public ILogger<TriggerHandlers> Logger { get; set; } = NullLogger<TriggerHandlers>.Instance;

    public void Dispose() => Meter.Dispose();

    /// <param name="sequence">The place of the commit that it tells of.</param>
    /// <param name="wakes">Its keys by group and reactor, or by reactor alone.</param>
    /// <param name="source">Whose event it is.</param>
    /// <param name="instance">Who committed.</param>
    /// <param name="at">When it was published.</param>
    public static JsonObject Event(long sequence, string? wakes, string source = "/clusters/test", string instance = "me", string? at = null)
    {
        var data = new JsonObject { ["firstRevision"] = 1, ["lastRevision"] = 1, ["instance"] = instance, ["sequence"] = sequence };
        if (wakes is not null)
        {
            data["wakes"] = ByGroup(JsonNode.Parse(wakes));
        }

        return new JsonObject
        {
            ["specversion"] = "1.0",
            ["time"] = at ?? "2026-01-01T00:00:00Z",
            ["id"] = $"{sequence}",
            ["source"] = source,
            ["type"] = "CloudOrchestrator.Notice.Scheduler.Workloads",
            ["data"] = data,
        };
    }

    public static JsonObject Reminder(string due) => new() { ["reactor"] = "deployment-controller", ["key"] = "default/web", ["due"] = due };

    public Task<(int Status, string Body)> CallAsync(string function, string binding, JsonNode value) =>
        SendAsync(function, JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["Data"] = new JsonObject { [binding] = value }, ["Metadata"] = new JsonObject() }));

    public async Task<(int Status, string Body)> SendAsync(string function, byte[] body)
    {
        using var preparation = new Preparation(Prepare, NullLogger<Preparation>.Instance);
        var reactors = new KnownReactors(new HashSet<string> { "default-scheduler", "replicaset-controller", "deployment-controller", "namespace-controller" });
        var settings = Given.Usable(Given.Local());
        var notices = new EventGridNotices(settings.Topic, settings.EventSource, Time, Meter, Topic);
        var handlers = new TriggerHandlers(Runs, new BatchRuns(Runs, notices, Time), reactors, Runs, Runs, settings, Meter, Time, Logger);
        var routes = new TriggerRoutes(() => handlers, preparation, Meter, Time, NullLogger<TriggerRoutes>.Instance);
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
}
