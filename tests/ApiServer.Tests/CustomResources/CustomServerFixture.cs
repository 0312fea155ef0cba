using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.CustomResources;

/// <summary>One server with one definition, crontabs, for the tests of a class; they use names of their own.</summary>
public sealed class CustomServerFixture : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await Definitions.ServerAsync();
        await Server.DefineAsync(Definitions.Of("crontabs", "CronTab"));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
