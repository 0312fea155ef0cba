using System.Net;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Pipeline;

/// <summary>What the resource machinery refuses only under circumstances that are hard to bring about.</summary>
public sealed class RefusedOutcomeTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    private TestServer _server = null!;
    private StubClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, services =>
        {
            var real = services.Single(service => service.ServiceType == typeof(IResourceClient));
            services.Remove(real);
            services.AddSingleton<IResourceClient>(provider => _client = new StubClient((IResourceClient)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)));
        });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Watch_VersionCompacted_IsAnErrorEventWithin()
    {
        _client.Watch = () => new ResourceWatchOutcome.Refused(new Refusal.Expired("too old resource version: 1 (5)"));
        await using var watch = await WatchReader.OpenAsync(_server, ConfigMaps + "?watch=1&resourceVersion=1");
        var status = await watch.NextAsync("ERROR");
        Assert.Equal((410, "Expired"), ((int?)status["code"], (string?)status["reason"]));
        await watch.EndAsync();
    }

    [Fact]
    public async Task Watch_CutOff_EndsWithItsReason()
    {
        _client.Watch = () => new ResourceWatchOutcome.Watching(CutOff());
        await using var watch = await WatchReader.OpenAsync(_server, ConfigMaps + "?watch=1");
        await watch.NextAsync("BOOKMARK");
        Assert.Equal(410, (int?)(await watch.NextAsync("ERROR"))["code"]);
        await watch.EndAsync();
    }

    [Fact]
    public async Task Patch_AlwaysInConflict_GivesUpAfterItsAttempts()
    {
        var attempts = 0;
        _client.Write = _ =>
        {
            attempts++;
            return new ResourceOutcome.Refused(new Refusal.Conflict("configmaps", "a", "busy"));
        };
        await _server.PatchAsync(ConfigMaps + "/a", "{}", "application/merge-patch+json").StatusAsync(409, "Conflict");
        Assert.Equal(PatchHandler.AttemptsMax, attempts);
        attempts = 0;
        await _server.PatchAsync(ConfigMaps + "/a", """{"metadata":{"resourceVersion":"1"}}""", "application/merge-patch+json").StatusAsync(409, "Conflict");
        Assert.Equal(1, attempts);
    }

    [Theory]
    [InlineData("POST", ConfigMaps, "application/json")]
    [InlineData("PUT", ConfigMaps + "/a", "application/json")]
    [InlineData("PATCH", ConfigMaps + "/a", "application/merge-patch+json")]
    [InlineData("DELETE", ConfigMaps + "/a", null)]
    [InlineData("DELETE", ConfigMaps, null)]
    public async Task Write_Undecided_Is504ThatNobodyRepeatsUnasked(string method, string path, string? contentType)
    {
        await _server.PostAsync(ConfigMaps, Objects.ConfigMap("a")).JsonAsync(HttpStatusCode.Created);
        _client.Write = _ => new ResourceOutcome.Refused(new Refusal.Unknown("the store did not say whether the write landed"));
        using var answer = await _server.SendAsync(new HttpMethod(method), path, contentType is null ? null : Objects.ConfigMap("a"), contentType ?? "");
        Assert.Null(answer.Headers.RetryAfter);
        await Task.FromResult(answer).StatusAsync(504, "Timeout");
    }

    [Fact]
    public async Task DeleteCollection_ConflictThatIsNoOtherObject_IsNotReportedAsDeleted()
    {
        await _server.PostAsync(ConfigMaps, Objects.ConfigMap("a")).JsonAsync(HttpStatusCode.Created);
        _client.Write = _ => new ResourceOutcome.Refused(new Refusal.Conflict("configmaps", "a", "busy"));
        await _server.SendAsync(HttpMethod.Delete, ConfigMaps).StatusAsync(409, "Conflict");
        _client.Write = _ => new ResourceOutcome.Refused(new Refusal.Conflict("configmaps", "a", "another") { IsOtherObject = true });
        Assert.Empty((await _server.SendAsync(HttpMethod.Delete, ConfigMaps).JsonAsync())["items"]!.AsArray());
        await _server.SendAsync(HttpMethod.Delete, ConfigMaps, """{"preconditions":{"uid":"11111111-1111-1111-1111-111111111111"}}""").StatusAsync(409, "Conflict");
    }

    [Fact]
    public async Task Any_MoreThanThereIsRoomFor_Is429ThatSaysWhen()
    {
        var inside = 0;
        var full = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _client.BeforeState = () =>
        {
            if (Interlocked.Increment(ref inside) == ApiServerOptions.RequestsInFlightMax)
            {
                full.SetResult();
            }

            return release.Task;
        };
        var waiting = Enumerable.Range(0, ApiServerOptions.RequestsInFlightMax).Select(_ => _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default")).ToList();
        await full.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        using (var refused = await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default"))
        {
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
            await Task.FromResult(refused).StatusAsync(429, "TooManyRequests");
        }

        _client.BeforeState = null;
        release.SetResult();
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default").JsonAsync();
    }

    [Fact]
    public async Task Any_OverHttp11_IsServedToo()
    {
        using var client = _server.NewClient(TestServer.AdminToken, HttpVersion.Version11);
        using var answer = await client.GetAsync("/api/v1/namespaces/default", TestContext.Current.CancellationToken);
        Assert.Equal(HttpVersion.Version11, answer.Version);
        await answer.JsonAsync();
    }

    private static async IAsyncEnumerable<IReadOnlyList<WatchItem>> CutOff()
    {
        yield return [new WatchItem.Bookmark(3, InitialEventsEnd: false)];
        await Task.Yield();
        yield return [new WatchItem.Failed(new Refusal.Expired("the watch was too slow"))];
    }
}
