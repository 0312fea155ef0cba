using CloudOrchestrator.Controllers.Deployments;
using CloudOrchestrator.Controllers.GarbageCollection;
using CloudOrchestrator.Controllers.Namespaces;
using CloudOrchestrator.Controllers.Nodes;
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

    /// <summary>Adds every controller as a reactor. The namespaces that every cluster has are there before the first request is served.</summary>
    public static IServiceCollection AddControllerReactors(this IServiceCollection services) => services
        .AddSingleton<SystemNamespaces>()
        .AddSingleton<IReactor>(static services => services.GetRequiredService<SystemNamespaces>())
        .AddHostedService(static services => services.GetRequiredService<SystemNamespaces>())
        .AddSingleton<IReactor, NamespaceController>()
        .AddSingleton<IReactor, ServiceAccountController>()
        .AddSingleton<IReactor, DeploymentController>()
        .AddSingleton<IReactor, ReplicaSetController>()
        .AddSingleton<IReactor, NodeController>()
        .AddSingleton<IReactor, GarbageCollector>();
}
