using System.Collections;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Watches;

/// <summary>Watches behind something that cuts what lasts too long or is silent for too long.</summary>
public sealed class WatchBoundTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private static readonly TimeSpan DurationMax = TimeSpan.FromSeconds(200);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private TestServer _server = null!;
    private StubClient _client = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(
        new ApiServerOptions { Tokens = TestServer.Tokens, WatchDurationMax = DurationMax, WatchSilenceMax = SilenceMax },
        services =>
        {
            var real = services.Single(service => service.ServiceType == typeof(IResourceClient));
            services.Remove(real);
            services.AddSingleton<IResourceClient>(provider => _client = new StubClient((IResourceClient)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)));
        },
        time: _time);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Watch_Quiet_SendsAByteAtOnceAndOneAfterEachSilence()
    {
        using var watch = await OpenAsync("?watch=1");
        for (var fillers = 0; fillers < 3; fillers++)
        {
            var next = ByteAsync(watch);
            while (await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken)) != next)
            {
                // The server may only now begin to wait; the byte is due when it has waited for the whole of the silence.
                _time.Advance(TimeSpan.FromSeconds(1));
                Assert.True(_time.GetUtcNow() < new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + DurationMax, "the silence was not filled");
            }

            Assert.Equal(' ', await next);
        }
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("&timeoutSeconds=3600", 200)]
    [InlineData("&timeoutSeconds=999999999999", 200)]
    [InlineData("&timeoutSeconds=201", 200)]
    [InlineData("&timeoutSeconds=120", 120)]
    public async Task Watch_AtItsBound_EndsWithABookmark(string query, int seconds)
    {
        using var watch = await OpenAsync("?watch=1&allowWatchBookmarks=true" + query);
        using var lines = new StreamReader(watch);
        _time.Advance(TimeSpan.FromSeconds(seconds - 1));
        var made = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("late")).JsonAsync(System.Net.HttpStatusCode.Created);
        Assert.Equal("late", (string?)(await EventAsync(lines, "ADDED"))!["object"]!["metadata"]!["name"]);

        _time.Advance(TimeSpan.FromSeconds(1));

        var last = await EventAsync(lines, "BOOKMARK");
        Assert.Equal((string?)made["metadata"]!["resourceVersion"], (string?)last!["object"]!["metadata"]!["resourceVersion"]);
        Assert.Null(await EventAsync(lines, null));
    }

    [Fact]
    public async Task Watch_WithoutBookmarks_JustEnds()
    {
        using var watch = await OpenAsync("?watch=1");
        using var lines = new StreamReader(watch);
        _time.Advance(DurationMax);
        Assert.Null(await EventAsync(lines, null));
    }

    [Fact]
    public async Task Watch_AtItsBoundWhileInitialEventsAreSent_EndsWithoutABookmark()
    {
        await _server.PostAsync(ConfigMaps, Objects.ConfigMap("a")).JsonAsync(System.Net.HttpStatusCode.Created);
        var item = await _client.GetAsync(CoreKinds.ConfigMaps, new ObjectName("default", "a"), TestContext.Current.CancellationToken);
        var events = new ManyEvents(new WatchItem.Added(item!), () => _time.Advance(DurationMax));
        _client.Watch = () => new ResourceWatchOutcome.Watching(Batches(events));
        using var watch = await OpenAsync("?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
        using var lines = new StreamReader(watch);

        var sent = 0;
        while (await EventAsync(lines, null) is { } next)
        {
            Assert.Equal("ADDED", (string?)next["type"]);
            sent++;
        }

        Assert.InRange(sent, ManyEvents.BeforeTheEnd, ManyEvents.Length - 1);
    }

    [Fact]
    public async Task Watch_ThatCannotBeOpenedInTime_Is504()
    {
        _client.Watch = () =>
        {
            _time.Advance(DurationMax);
            throw new OperationCanceledException();
        };
        using var answer = await _server.Client.GetAsync(ConfigMaps + "?watch=1", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await Task.FromResult(answer).StatusAsync(504, "Timeout");
    }

    /// <summary>A watch whose first byte has come.</summary>
    private async Task<Stream> OpenAsync(string query)
    {
        var answer = await _server.Client.GetAsync(ConfigMaps + query, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        var stream = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        Assert.Equal(' ', await ByteAsync(stream));
        return stream;
    }

    private static async Task<char> ByteAsync(Stream stream)
    {
        var one = new byte[1];
        var read = await stream.ReadAsync(one, TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline, TestContext.Current.CancellationToken);
        Assert.True(read == 1, "the stream ended");
        return (char)one[0];
    }

    /// <summary>The next event of a type, or of any; null at the end. Bookmarks that come meanwhile are passed over.</summary>
    private static async Task<JsonObject?> EventAsync(StreamReader lines, string? type)
    {
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline, TestContext.Current.CancellationToken) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line) && JsonNode.Parse(line) is JsonObject read && (type is null || (string?)read["type"] == type || (string?)read["type"] != "BOOKMARK"))
            {
                Assert.True(type is null || (string?)read["type"] == type, $"{type} expected: {line}");
                return read;
            }
        }

        Assert.True(type is null, $"the stream ended before an event {type}");
        return null;
    }

    private static async IAsyncEnumerable<IReadOnlyList<WatchItem>> Batches(IReadOnlyList<WatchItem> events)
    {
        await Task.Yield();
        yield return events;
        await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
    }

    /// <summary>Far more events than are sent before the watch has to end, which is while they are.</summary>
    private sealed class ManyEvents(WatchItem item, Action end) : IReadOnlyList<WatchItem>
    {
        public const int BeforeTheEnd = 1000;
        public const int Length = 1_000_000;

        public int Count => Length;

        public WatchItem this[int index] => item;

        public IEnumerator<WatchItem> GetEnumerator()
        {
            for (var index = 0; index < Length; index++)
            {
                if (index == BeforeTheEnd)
                {
                    end();
                }

                yield return item;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
