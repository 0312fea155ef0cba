using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Instances;

public sealed class ScaleOutTests
{
    [Fact]
    public async Task Group_WhoseInstancesAreFull_GetsAnotherUpToItsMost()
    {
        await using var app = await RunningApp.StartAsync(AppFolder.Http(), new FunctionsHostOptions { HttpInstances = 2, HttpAlwaysReady = 1, HttpConcurrency = 1, IdleSpan = TimeSpan.FromHours(1) });
        var hung = app.StatusAsync(HttpMethod.Get, "/hang/x");
        await app.LineAsync("CALL GET /hang/x");

        Assert.Equal(200, await app.StatusAsync(HttpMethod.Get, "/echo"));
        await app.Host.ListensAsync(Within.Test).Comes("two handlers that listen");
        Assert.Equal(200, await app.StatusAsync(HttpMethod.Get, "/echo"));

        Assert.False(hung.IsCompleted);
        Assert.Equal(["http-1", "http-2"], app.Host.Instances.Select(instance => instance.Name));
    }

    [Fact]
    public async Task Kill_OfAnInstanceThatIsAlwaysReady_BringsAnotherAtOnce()
    {
        await using var app = await RunningApp.StartAsync(AppFolder.Http(), new FunctionsHostOptions { HttpInstances = 2 });

        await app.Instance.KillAsync();

        Assert.Equal(["http-2", "http-3"], app.Host.Instances.Select(instance => instance.Name));
        await app.Host.ListensAsync(Within.Test).Comes("two handlers that listen");
    }
}
