using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Serving;

/// <summary>One server for the tests of a class; they use names of their own.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
