using CloudOrchestrator.Controllers.ApiServices;
using CloudOrchestrator.Controllers.Bootstrapping;
using CloudOrchestrator.Controllers.CustomResourceDefinitions;
using CloudOrchestrator.Controllers.Deployments;
using CloudOrchestrator.Controllers.FlowControl;
using CloudOrchestrator.Controllers.GarbageCollection;
using CloudOrchestrator.Controllers.Namespaces;
using CloudOrchestrator.Controllers.Nodes;
using CloudOrchestrator.Controllers.ReplicaSets;
using CloudOrchestrator.Controllers.ServiceAccounts;
using CloudOrchestrator.Controllers.StorageProtection;
using CloudOrchestrator.Resources.Reactors;
using Microsoft.Extensions.DependencyInjection;

namespace CloudOrchestrator.Controllers;

/// <summary>Wires the controllers.</summary>
public static class ControllerServices
{
    /// <summary>Adds what looks after nodes that hold no watch and renew no Lease; needs an <see cref="INodeSignals"/> beside it.</summary>
    public static IServiceCollection AddNodeSignalling(this IServiceCollection services) => services
        .AddSingleton<IReactor, NodeBell>()
        .AddSingleton<INodeHealth, NodeHealth>();

    /// <summary>Adds every controller as a reactor.</summary>
    public static IServiceCollection AddControllerReactors(this IServiceCollection services) => services
        .AddSingleton<SystemNamespaces>()
        .AddSingleton<IReactor>(static services => services.GetRequiredService<SystemNamespaces>())
        .AddSingleton<BootstrapController>()
        .AddSingleton<IReactor>(static services => services.GetRequiredService<BootstrapController>())
        .AddSingleton<BootstrapAtStart>()
        .AddSingleton<ApiServiceController>()
        .AddSingleton<IReactor>(static services => services.GetRequiredService<ApiServiceController>())
        .AddSingleton<IReactor, AvailabilityController>()
        .AddSingleton<IReactor, NamespaceController>()
        .AddSingleton<IReactor, ServiceAccountController>()
        .AddSingleton<IReactor, DeploymentController>()
        .AddSingleton<IReactor, ReplicaSetController>()
        .AddSingleton<IReactor, NodeController>()
        .AddSingleton<IReactor, ClaimProtectionController>()
        .AddSingleton<IReactor, VolumeProtectionController>()
        .AddSingleton<IReactor, FlowSchemaController>()
        .AddSingleton<IReactor, CustomResourceDefinitionController>()
        .AddSingleton<IReactor, GarbageCollector>();

    /// <summary>Has the namespaces and the other objects that every cluster has made before the first request is served; the store has to be there at the start.</summary>
    public static IServiceCollection AddBootstrapAtStart(this IServiceCollection services) => services
        .AddHostedService(static services => services.GetRequiredService<SystemNamespaces>())
        .AddHostedService(static services => services.GetRequiredService<BootstrapAtStart>());

    /// <summary>Makes the namespaces that every cluster has, where they are not there, and of a new cluster the other objects that every one has: one read
    /// where it is not new. Whoever looks at everything later makes what is missing then.</summary>
    /// <param name="services">Where the controllers are.</param>
    /// <param name="mayWrite">Awaited between reading and writing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why a namespace could not be made; null where all are there.</returns>
    public static async Task<ReconcileFailure?> BootstrapAsync(this IServiceProvider services, Task mayWrite, CancellationToken cancellationToken)
    {
        var (missed, failure) = await services.GetRequiredService<SystemNamespaces>().MakeMissingAsync(mayWrite, cancellationToken).ConfigureAwait(false);
        if (missed && failure is null)
        {
            await services.GetRequiredService<BootstrapAtStart>().StartAsync(cancellationToken).ConfigureAwait(false);
        }

        return failure;
    }
}
