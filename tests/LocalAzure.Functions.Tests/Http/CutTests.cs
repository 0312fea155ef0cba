using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Http;

/// <summary>How calls end that do not end by themselves.</summary>
public sealed class CutTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Silence_Of240Seconds_Gets500AndIsNotReplayed()
    {
        await using var app = await StartAsync();
        var hung = app.StatusAsync(HttpMethod.Get, "/hang/x");
        await app.LineAsync("CALL GET /hang/x");
        var flushed = app.StatusAsync(HttpMethod.Get, "/flush/x");
        await app.LineAsync("FLUSHED x");
        _time.Advance(TimeSpan.FromSeconds(239));
        Assert.Equal(200, await app.StatusAsync(HttpMethod.Get, "/echo"));
        Assert.False(hung.IsCompleted);
        Assert.False(flushed.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(500, await hung);
        Assert.Equal(500, await flushed);
        await app.LineAsync("GONE /hang/x");
        Assert.Equal(1, app.Lines("CALL GET /hang/x"));
        Assert.Equal(1, app.Instance.HandlerStarts);
    }

    [Fact]
    public async Task Silence_Of240SecondsInAStream_CutsTheConnection()
    {
        await using var app = await StartAsync();
        await using var stream = await app.OpenAsync("x");
        _time.Advance(TimeSpan.FromSeconds(240));

        await Assert.ThrowsAnyAsync<IOException>(() => stream.ReadAsync(new byte[1], Within.Test).AsTask().Comes("the end of the stream"));
        Assert.Equal(1, app.Instance.HandlerStarts);
    }

    [Fact]
    public async Task FunctionTimeout_OfAnHttpCall_KillsTheHandlerWithEverythingInIt()
    {
        await using var app = await StartAsync("00:02:00");
        var hung = app.StatusAsync(HttpMethod.Get, "/hang/x");
        await app.LineAsync("CALL GET /hang/x");
        _time.Advance(TimeSpan.FromSeconds(60));
        await using var stream = await app.OpenAsync("x");
        var posted = app.StatusAsync(HttpMethod.Post, "/hang/post", new StringContent("x"));
        await app.LineAsync("CALL POST /hang/post");

        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(500, await hung);
        Assert.Equal(500, await posted);
        await Assert.ThrowsAnyAsync<IOException>(() => stream.ReadAsync(new byte[1], Within.Test).AsTask().Comes("the end of the stream"));
        await app.LineAsync("listens, start 2.");
        Assert.Equal(200, await app.StatusAsync(HttpMethod.Get, "/echo"));
        Assert.Equal(1, app.Lines("CALL GET /hang/x"));
    }

    [Fact]
    public async Task Crash_DuringABodylessCall_ReplaysItWithTheSameId()
    {
        await using var app = await StartAsync();
        var answer = app.StatusAsync(HttpMethod.Delete, "/firsthangs");
        var posted = app.StatusAsync(HttpMethod.Post, "/firsthangs/post", new StringContent("x"));
        await app.LineAsync("CALL DELETE /firsthangs ");
        await app.LineAsync("CALL POST /firsthangs/post");

        app.Instance.KillHandler();

        Assert.Equal(500, await posted);
        await app.LineAsync("broke at attempt 1");
        await app.LineAsync("listens, start 2.");
        await AdvanceUntilAsync(answer);
        Assert.Equal(200, await answer);
        var calls = await app.LinesAsync("CALL DELETE /firsthangs ", 2);
        Assert.Equal(2, calls.Count);
        Assert.Equal(calls[0], calls[1]);
        Assert.Equal(1, app.Lines("CALL POST /firsthangs/post"));
    }

    [Fact]
    public async Task Kill_OfAnInstance_CutsItsCallsAndNothingIsReplayed()
    {
        await using var app = await StartAsync();
        var old = app.Instance;
        var hung = app.StatusAsync(HttpMethod.Get, "/hang/x");
        await app.LineAsync("CALL GET /hang/x");
        await using var stream = await app.OpenAsync("x");

        await old.KillAsync();

        Assert.Equal(502, await hung);
        await Assert.ThrowsAnyAsync<IOException>(() => stream.ReadAsync(new byte[1], Within.Test).AsTask().Comes("the end of the stream"));
        Assert.Equal("http-2", app.Instance.Name);
        Assert.Equal(200, await app.StatusAsync(HttpMethod.Get, "/echo"));
        Assert.Equal(0, app.Lines("/hang/x"));
    }

    private Task<RunningApp> StartAsync(string functionTimeout = "00:30:00") =>
        RunningApp.StartAsync(AppFolder.Http(host => host["functionTimeout"] = functionTimeout), new FunctionsHostOptions { Time = _time });

    /// <summary>Lets the pauses between attempts pass.</summary>
    private async Task AdvanceUntilAsync(Task task) => await Within.Holds(() =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(250));
        return task.IsCompleted;
    }, "an answer to a replayed call");
}
