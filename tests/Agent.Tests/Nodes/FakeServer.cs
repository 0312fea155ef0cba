using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace CloudOrchestrator.Agent.Tests.Nodes;

/// <summary>A server that has started and listens at a port, in name only.</summary>
internal sealed class FakeServer : IServer, IHostApplicationLifetime
{
    public const int Port = 10250;

    public FakeServer()
    {
        var addresses = new ServerAddressesFeature();
        addresses.Addresses.Add($"https://192.0.2.9:{Port}");
        Features.Set<IServerAddressesFeature>(addresses);
    }

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public CancellationToken ApplicationStarted { get; } = new(canceled: true);

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void StopApplication()
    {
    }

    public void Dispose()
    {
    }
}
