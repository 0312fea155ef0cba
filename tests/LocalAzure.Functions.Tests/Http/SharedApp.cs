using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Http;

/// <summary>One handler for all tests that leave it as it is.</summary>
public sealed class SharedApp : IAsyncLifetime
{
    internal RunningApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        App = await RunningApp.StartAsync(AppFolder.Http().WithEvents("Many", "many").WithEvents("One", "one"));

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
