using System.Text.Json.Nodes;
using CloudOrchestrator.Host.Functions;
using CloudOrchestrator.Host.Functions.Notices;
using CloudOrchestrator.Host.Tests.Functions.Settings;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Store;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions.Notices;

public sealed class EventGridNoticesTests : IDisposable
{
    /// <summary>Most bytes that a topic takes at once.</summary>
    private const int RequestBytesMax = 1_000_000;

    private const int BilledBytes = 64 * 1024;

    private static readonly NoticeOrigin Origin = new("4711", 17);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FunctionsMeter _meter = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _meter.Dispose();

    [Fact]
    public async Task PublishAsync_OneNotice_IsThisEvent()
    {
        var transport = new RecordedTransport((_, _) => (200, ""));
        await PublishAsync(transport, Notice(new() { ["replicaset-controller"] = ["default/web"], ["default-scheduler"] = ["pods"] }));
        var request = Assert.Single(transport.Sent);
        Assert.Equal("http://127.0.0.1:2/api/events", request.Uri.GetLeftPart(UriPartial.Path));
        Assert.Equal("the topic's key", request.Headers["aeg-sas-key"]);
        Assert.StartsWith("application/cloudevents-batch+json", request.Headers["Content-Type"], StringComparison.Ordinal);
        AssertJson(
            """
            [{"id":"4711/17/apps/replicasets/10-12/0","source":"/clusters/test","data":{"firstRevision":10,"lastRevision":12,"instance":"4711","sequence":17,
            "wakes":{"Scheduler":{"default-scheduler":["pods"]},"Workloads":{"replicaset-controller":["default/web"]}}},"type":"CloudOrchestrator.Notice.Scheduler.Workloads",
            "time":"2026-01-01T00:00:00+00:00","specversion":"1.0","datacontenttype":"application/json","subject":"apps/replicasets"}]
            """,
            request.Body);
    }

    [Fact]
    public async Task PublishAsync_KeysNotKnown_SaysNull()
    {
        var transport = new RecordedTransport((_, _) => (200, ""));
        await PublishAsync(transport, Notice(null));
        var data = Events(Assert.Single(transport.Sent))[0]!["data"]!.AsObject();
        Assert.True(data.TryGetPropertyValue("wakes", out var wakes) && wakes is null);
    }

    [Fact]
    public async Task PublishAsync_ManyKeys_AreSeveralEventsThatAreBilledOnceEachAndLoseNone()
    {
        var transport = new RecordedTransport((_, _) => (200, ""));
        var keys = new Dictionary<string, IReadOnlyList<string>>
        {
            ["a-controller"] = [.. Enumerable.Range(0, 3000).Select(i => $"namespace-{i}/a-name-that-is-rather-long-{i}")],
            ["b-controller"] = [.. Enumerable.Range(0, 10).Select(i => $"ns/{i}")],
        };
        await PublishAsync(transport, Notice(keys));
        var events = transport.Sent.SelectMany(request => Events(request)).ToList();
        Assert.InRange(events.Count, 3, 5);
        Assert.All(events, one => Assert.InRange(one!.ToJsonString().Length, 1, BilledBytes));
        Assert.Equal(events.Count, events.Select(one => (string)one!["id"]!).Distinct().Count());
        foreach (var (reactor, all) in keys)
        {
            Assert.Equal(all, events.SelectMany(one => one!["data"]!["wakes"]!.AsObject().Select(group => group.Value![reactor]?.AsArray()).FirstOrDefault(list => list is not null)?.Select(key => (string)key!) ?? []));
        }
    }

    /// <summary>An event goes to the functions of the groups in its type, and to no other.</summary>
    [Fact]
    public async Task PublishAsync_KeysOfTwoGroupsInSeveralEvents_NamesOnlyTheGroupsOfEach()
    {
        var transport = new RecordedTransport((_, _) => (200, ""));
        await PublishAsync(transport, Notice(new()
        {
            ["default-scheduler"] = ["pods"],
            ["replicaset-controller"] = [.. Enumerable.Range(0, 3000).Select(i => $"namespace-{i}/a-name-that-is-rather-long-{i}")],
        }));
        var types = transport.Sent.SelectMany(request => Events(request)).Select(one => (string)one!["type"]!).ToList();
        Assert.Equal("CloudOrchestrator.Notice.Scheduler.Workloads", types[0]);
        Assert.All(types[1..], type => Assert.Equal("CloudOrchestrator.Notice.Workloads", type));
        Assert.InRange(types.Count, 2, 5);
    }

    [Fact]
    public async Task PublishAsync_ManyNotices_StayWithinTheLimitsOfARequest()
    {
        var transport = new RecordedTransport((_, _) => (200, ""));
        var small = Enumerable.Range(0, 6000).Select(i => Notice(null) with { FirstRevision = i, LastRevision = i });
        var large = Enumerable.Range(0, 40).Select(i => Notice(new() { ["r"] = [.. Enumerable.Range(0, 1200).Select(k => $"namespace/a-name-that-is-rather-long-{k}")] }) with { FirstRevision = -i });
        await PublishAsync(transport, [.. small, .. large]);
        Assert.All(transport.Sent, request => Assert.InRange(request.Body.Length, 1, RequestBytesMax));
        Assert.All(transport.Sent, request => Assert.InRange(Events(request).Count, 1, EventGridNotices.EventsMax));
        Assert.Equal(6040, transport.Sent.Sum(request => Events(request).Count));
    }

    [Fact]
    public async Task PublishAsync_NoNotices_SendsNothing()
    {
        var transport = new RecordedTransport((_, _) => (200, ""));
        await PublishAsync(transport);
        Assert.Empty(transport.Sent);
    }

    [Theory]
    [InlineData(503, 4, "it answered 503")]
    [InlineData(-1, 4, "it cannot be reached: Connection refused")]
    [InlineData(401, 1, "it refuses the credentials")]
    [InlineData(413, 1, "it answered 413")]
    public async Task PublishAsync_NotTaken_TriesAFewTimesAndSaysSoInOneLine(int status, int requests, string expected)
    {
        var transport = new RecordedTransport((_, _) => (status, ""));
        var fault = await Assert.ThrowsAsync<StoreException>(() => PublishAsync(transport, Notice(null)));
        Assert.StartsWith($"http://127.0.0.1:2/api/events: {expected}", fault.Message, StringComparison.Ordinal);
        Assert.Single(fault.Message.Split('\n'));
        Assert.DoesNotContain("topic's key", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal(requests, transport.Sent.Count);
    }

    private static GroupNotice Notice(Dictionary<string, IReadOnlyList<string>>? wakes) =>
        new(
            [ReactorGroup.Workloads, ReactorGroup.Scheduler],
            "apps/replicasets",
            10,
            12,
            Origin,
            wakes?.GroupBy(pair => pair.Key == "replicaset-controller" ? ReactorGroup.Workloads : ReactorGroup.Scheduler)
                .ToDictionary(group => group.Key, IReadOnlyList<Wake> (group) => [.. group.SelectMany(pair => pair.Value.Select(key => new Wake(pair.Key, key)))]));

    private static JsonArray Events(RecordedRequest request) => JsonNode.Parse(request.Body)!.AsArray();

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);

    private Task PublishAsync(RecordedTransport transport, params GroupNotice[] notices)
    {
        var settings = Given.Usable(Given.Local());
        return new EventGridNotices(settings.Topic, settings.EventSource, _time, _meter, transport).PublishAsync(notices, Token);
    }
}
