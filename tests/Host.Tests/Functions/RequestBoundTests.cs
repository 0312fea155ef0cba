using CloudOrchestrator.Host.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions;

/// <summary>No request lasts until the platform ends the process for its sake.</summary>
public sealed class RequestBoundTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Request_FromOutsideThatNeverEnds_IsAbortedInTime()
    {
        var http = Context();
        http.Request.Headers[OutsideCalls.Invocation] = "an-id";
        var running = Pipeline()(http);

        _time.Advance(RequestBound.DurationMax - TimeSpan.FromSeconds(1));
        Assert.False(http.RequestAborted.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(RequestBound.DurationMax < TimeSpan.FromMinutes(10));
    }

    /// <summary>They have deadlines of their own, and an answer that breaks off would fail them.</summary>
    [Fact]
    public async Task Request_OfTheHostItself_IsLeftAlone()
    {
        var http = Context();
        var running = Pipeline()(http);

        _time.Advance(TimeSpan.FromHours(1));

        Assert.False(running.IsCompleted);
        http.Abort();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static DefaultHttpContext Context()
    {
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpRequestLifetimeFeature>(new Lifetime());
        return http;
    }

    private RequestDelegate Pipeline()
    {
        var app = new ApplicationBuilder(new ServiceCollection().AddSingleton<TimeProvider>(_time).BuildServiceProvider());
        app.UseRequestBound();
        app.Run(http => Task.Delay(Timeout.InfiniteTimeSpan, _time, http.RequestAborted));
        return app.Build();
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        private readonly CancellationTokenSource _aborted = new();

        public Lifetime() => RequestAborted = _aborted.Token;

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => _aborted.Cancel();
    }
}
