using CloudOrchestrator.Controllers.ApiServices;
using CloudOrchestrator.Resources.Reactors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Controllers.Bootstrapping;

/// <summary>Makes what every cluster has beside its namespaces, when a cluster starts, or a process that lives as long as it.</summary>
internal sealed class BootstrapAtStart(BootstrapController objects, ApiServiceController services, ILogger<BootstrapAtStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(MakeAsync(objects, cancellationToken), MakeAsync(services, cancellationToken));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>All at once, so that they share commits. What fails is said; whoever looks at all of them next tries again.</summary>
    private async Task MakeAsync(IReactor reactor, CancellationToken cancellationToken) =>
        await Task.WhenAll((await reactor.KeysAsync(cancellationToken).ConfigureAwait(false)).Select(async key =>
        {
            if ((await reactor.ReconcileAsync(key, cancellationToken).ConfigureAwait(false)).Failure is { } failure)
            {
                Log.ObjectNotMade(logger, key, failure.Reason);
            }
        })).ConfigureAwait(false);
}
