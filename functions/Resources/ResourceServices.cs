using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace CloudOrchestrator.Resources;

/// <summary>Wires the resource machinery.</summary>
public static class ResourceServices
{
    /// <summary>Adds the client; needs a store and a TimeProvider beside it.</summary>
    public static IServiceCollection AddResources(this IServiceCollection services) =>
        services.AddSingleton(KindTable.BuiltIn).AddSingleton<IResourceClient, ResourceClient>().AddSingleton<EventRecorder>();

    /// <summary>Adds the service that runs every registered <see cref="IReactor"/>.</summary>
    public static IServiceCollection AddReactorHost(this IServiceCollection services) => services.AddHostedService<ReactorHost>();
}
