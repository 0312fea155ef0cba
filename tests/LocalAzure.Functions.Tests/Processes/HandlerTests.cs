using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Processes;

public sealed class HandlerTests
{
    [Fact]
    public async Task Environment_OfAHandler_IsAsDocumentedAndNothingIsInherited()
    {
        Environment.SetEnvironmentVariable("ONLY_OF_THE_TESTS", "x");
        await using var app = await RunningApp.StartAsync(AppFolder.Http(), new FunctionsHostOptions
        {
            Environment = (group, name) => new Dictionary<string, string> { ["EXTRA"] = $"{group} {name}" },
        });

        var environment = await app.EchoAsync("/env");

        var port = environment.GetProperty("FUNCTIONS_CUSTOMHANDLER_PORT").GetString();
        Assert.Equal(port, environment.GetProperty("FUNCTIONS_HTTPWORKER_PORT").GetString());
        var worker = environment.GetProperty("FUNCTIONS_CUSTOMHANDLER_WORKER_ID").GetString();
        Assert.True(Guid.TryParse(worker, out _));
        Assert.Equal(worker, environment.GetProperty("FUNCTIONS_HTTPWORKER_ID").GetString());
        Assert.Equal("custom", environment.GetProperty("FUNCTIONS_WORKER_RUNTIME").GetString());
        Assert.Equal(app.Folder.Root, environment.GetProperty("AzureWebJobsScriptRoot").GetString());
        Assert.Equal("http-1", environment.GetProperty("WEBSITE_INSTANCE_ID").GetString());
        Assert.Equal("test", environment.GetProperty("ClusterName").GetString());
        Assert.Equal("http http-1", environment.GetProperty("EXTRA").GetString());
        Assert.False(environment.TryGetProperty("ONLY_OF_THE_TESTS", out _));
        await app.LineAsync("START 1 functions test");
        Assert.Contains("START 1 functions test", await File.ReadAllTextAsync(app.Instance.Log.Path, Within.Test), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_WhileTheHandlerStarts_Waits()
    {
        var folder = AppFolder.Http();
        folder.Start("wait");
        await using var app = await RunningApp.StartAsync(folder);
        var answer = app.StatusAsync(HttpMethod.Post, "/echo", new StringContent("x"));
        await app.LineAsync("START 1");

        Assert.False(answer.IsCompleted);
        folder.Go();

        Assert.Equal(200, await answer);
    }

    [Fact]
    public async Task Handler_ThatNeverListens_IsKilledAfter30SecondsAndTheThirdTimeTheHostEnds()
    {
        var time = new FakeTimeProvider();
        var folder = AppFolder.Http();
        folder.Start("never");
        await using var app = await RunningApp.StartAsync(folder, new FunctionsHostOptions { Time = time });
        var instance = app.Instance;
        var answer = app.StatusAsync(HttpMethod.Get, "/echo");
        for (var start = 1; start <= 3; start++)
        {
            await RunningApp.LineAsync(instance, $"start {start}.");
            time.Advance(TimeSpan.FromSeconds(29));
            Assert.Equal(start, instance.HandlerStarts);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await RunningApp.LineAsync(instance, "The handler failed three times");
        Assert.InRange(await answer, 500, 502);
        Assert.Equal(3, instance.HandlerStarts);
        await Within.Holds(() => !app.Host.Instances.Contains(instance), "the end of the instance");
    }

    [Fact]
    public async Task Handler_ThatEndsWithAnError_IsRestartedAtOnceAndTheThirdTimeTheInstanceIsReplaced()
    {
        await using var app = await RunningApp.StartAsync(AppFolder.Http());
        var instance = app.Instance;
        for (var start = 1; start <= 3; start++)
        {
            await RunningApp.LineAsync(instance, $"listens, start {start}.");
            Assert.Equal(500, await app.StatusAsync(HttpMethod.Post, "/exit/3", new StringContent("x")));
        }

        await RunningApp.LineAsync(instance, "The handler failed three times");
        await Within.Holds(() => !app.Host.Instances.Contains(instance), "the end of the instance");
        Assert.Equal(200, await app.StatusAsync(HttpMethod.Get, "/echo"));
        Assert.Equal("http-2", app.Instance.Name);
    }

    [Fact]
    public async Task Handler_ThatEndsWith200_IsRestartedUncounted()
    {
        await using var app = await RunningApp.StartAsync(AppFolder.Http());
        for (var start = 1; start <= 4; start++)
        {
            await app.LineAsync($"listens, start {start}.");
            Assert.Equal(500, await app.StatusAsync(HttpMethod.Post, "/exit/200", new StringContent("x")));
        }

        await app.LineAsync("listens, start 5.");
        Assert.Equal("http-1", app.Instance.Name);
    }

    [Fact]
    public async Task Handler_ThatEndsWith0_IsNeverRestartedAndEveryRequestFails()
    {
        await using var app = await RunningApp.StartAsync(AppFolder.Http());
        Assert.Equal(500, await app.StatusAsync(HttpMethod.Post, "/exit/0", new StringContent("x")));
        await app.LineAsync("The handler ended with 0: it is not started again");

        Assert.Equal(500, await app.StatusAsync(HttpMethod.Get, "/echo"));
        Assert.Equal(500, await app.StatusAsync(HttpMethod.Post, "/echo", new StringContent("x")));
        Assert.Equal(9, app.Lines("broke at attempt"));
        Assert.Equal(1, app.Instance.HandlerStarts);
    }

    [Fact]
    public async Task Dispose_Host_EndsTheHandler()
    {
        var app = await RunningApp.StartAsync(AppFolder.Http());
        await app.LineAsync("listens, start 1.");
        var process = app.Instance.HandlerProcessId!.Value;

        await app.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{process}"));
    }
}
