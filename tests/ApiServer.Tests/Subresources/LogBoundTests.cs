using System.Net;
using System.Threading.Channels;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Subresources;

/// <summary>When a followed log ends although its container goes on.</summary>
public sealed class LogBoundTests : IAsyncDisposable
{
    private const string Log = "/api/v1/namespaces/default/pods/p/log";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly ApiServerOptions Bounded = new()
    {
        Tokens = TestServer.Tokens,
        LogDurationMax = TimeSpan.FromSeconds(200),
        LogSilenceMax = TimeSpan.FromSeconds(100),
    };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Channel<string> _written = Channel.CreateUnbounded<string>();
    private TestServer _server = null!;
    private FakeNode _node = null!;

    public async ValueTask DisposeAsync()
    {
        _written.Writer.TryComplete();
        await _server.DisposeAsync();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task Follow_Silent_EndsCleanly()
    {
        using var lines = await FollowAsync(Bounded);
        _time.Advance(TimeSpan.FromSeconds(99));
        Assert.Equal("second", await NextAsync(lines, "second"));
        _time.Advance(TimeSpan.FromSeconds(100));
        Assert.Null(await ReadAsync(lines));
    }

    [Fact]
    public async Task Follow_NeverSilent_EndsCleanlyAtItsBound()
    {
        using var lines = await FollowAsync(Bounded);
        foreach (var seconds in new[] { 90, 90, 19 })
        {
            _time.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal("more", await NextAsync(lines, "more"));
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await ReadAsync(lines));
    }

    [Fact]
    public async Task Follow_NodeThatSaysNothingAtAll_EndsCleanly()
    {
        await StartAsync(Bounded);
        var asked = new TaskCompletionSource();
        _node.Answer = async http =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        var answering = _server.SendAsync(HttpMethod.Get, Log + "?follow=true");
        await asked.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(100));
        using var answer = await answering;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Follow_WithoutBounds_GoesOn()
    {
        using var lines = await FollowAsync(new ApiServerOptions { Tokens = TestServer.Tokens });
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("second", await NextAsync(lines, "second"));
    }

    [Fact]
    public async Task Get_NotFollowed_IsNotBounded()
    {
        using var lines = await FollowAsync(Bounded, query: "");
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("second", await NextAsync(lines, "second"));
        _written.Writer.Complete();
        Assert.Null(await ReadAsync(lines));
    }

    private async Task StartAsync(ApiServerOptions options)
    {
        var authority = FakeNode.Authority();
        _server = await TestServer.StartAsync(options, new FakeTrust(authority).AddTo, time: _time);
        _node = await FakeNode.StartAsync(authority, IPAddress.Loopback);
        await _server.AddNodeAsync("n1", _node.Port);
        await _server.AddPodOnAsync("n1", "p");
    }

    /// <summary>A log of which the first line has come.</summary>
    private async Task<StreamReader> FollowAsync(ApiServerOptions options, string query = "?follow=true")
    {
        await StartAsync(options);
        _node.Answer = async http =>
        {
            await foreach (var line in _written.Reader.ReadAllAsync(http.RequestAborted))
            {
                await http.Response.WriteAsync(line + "\n");
                await http.Response.Body.FlushAsync();
            }
        };
        _written.Writer.TryWrite("first");
        var answer = await _server.Client.GetAsync(Log + query, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("first", await ReadAsync(lines));
        return lines;
    }

    private async Task<string?> NextAsync(StreamReader lines, string written)
    {
        _written.Writer.TryWrite(written);
        return await ReadAsync(lines);
    }

    private static async Task<string?> ReadAsync(StreamReader lines) =>
        await lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline, TestContext.Current.CancellationToken);
}
