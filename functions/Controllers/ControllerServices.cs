using CloudOrchestrator.Controllers.CustomResourceDefinitions;
using CloudOrchestrator.Controllers.Deployments;
using CloudOrchestrator.Controllers.GarbageCollection;
using CloudOrchestrator.Controllers.Namespaces;
using CloudOrchestrator.Controllers.Nodes;
using CloudOrchestrator.Controllers.PriorityClasses;
using CloudOrchestrator.Controllers.ReplicaSets;
using CloudOrchestrator.Controllers.ServiceAccounts;
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
        .AddSingleton<SystemPriorities>()
        .AddSingleton<IReactor>(static services => services.GetRequiredService<SystemNamespaces>())
        .AddSingleton<IReactor>(static services => services.GetRequiredService<SystemPriorities>())
        .AddSingleton<IReactor, NamespaceController>()
        .AddSingleton<IReactor, ServiceAccountController>()
        .AddSingleton<IReactor, DeploymentController>()
        .AddSingleton<IReactor, ReplicaSetController>()
        .AddSingleton<IReactor, NodeController>()
        .AddSingleton<IReactor, CustomResourceDefinitionController>()
        .AddSingleton<IReactor, GarbageCollector>();

    /// <summary>Has what every cluster has made before the first request is served; the store has to be there at the start.</summary>
    public static IServiceCollection AddSystemObjectsAtStart(this IServiceCollection services) => services
        .AddHostedService(static services => services.GetRequiredService<SystemNamespaces>())
        .AddHostedService(static services => services.GetRequiredService<SystemPriorities>());

    /// <summary>Makes what every cluster has, where it is not there: one read where it is. What is lost later, its reactor makes again.</summary>
    /// <param name="services">Where the controllers are.</param>
    /// <param name="mayWrite">Awaited between reading and writing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why one could not be made; null where all are there.</returns>
    public static Task<ReconcileFailure?> MakeSystemObjectsAsync(this IServiceProvider services, Task mayWrite, CancellationToken cancellationToken) =>
        services.GetRequiredService<SystemNamespaces>().MakeMissingAsync(
            mayWrite, () => services.GetRequiredService<SystemPriorities>().MakeMissingAsync(Task.CompletedTask, cancellationToken), cancellationToken);
}
