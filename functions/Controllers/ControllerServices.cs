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
    /// <summary>Adds every controller as a reactor.</summary>
    public static IServiceCollection AddControllerReactors(this IServiceCollection services) => services
        .AddSingleton<IReactor, SystemNamespaces>()
        .AddSingleton<IReactor, NamespaceController>()
        .AddSingleton<IReactor, ServiceAccountController>()
        .AddSingleton<IReactor, DeploymentController>()
        .AddSingleton<IReactor, ReplicaSetController>()
        .AddSingleton<IReactor, NodeController>()
        .AddSingleton<IReactor, GarbageCollector>();
}
