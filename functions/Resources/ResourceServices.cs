using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Recording;
using CloudOrchestrator.Resources.Upkeep;
using CloudOrchestrator.Store.Notices;
using Microsoft.Extensions.DependencyInjection;

namespace CloudOrchestrator.Resources;

/// <summary>Wires the resource machinery.</summary>
public static class ResourceServices
{
    /// <summary>Adds the client; needs a store and a TimeProvider beside it.</summary>
    public static IServiceCollection AddResources(this IServiceCollection services) =>
        services.AddSingleton<ServedKinds>().AddSingleton<IResourceClient, ResourceClient>().AddSingleton<EventRecorder>().AddSingleton<IClusterUpkeep, ClusterUpkeep>();

    /// <summary>Adds the service that runs every registered <see cref="IReactor"/>, in a process that lives as long as the cluster.</summary>
    public static IServiceCollection AddReactorHost(this IServiceCollection services) => services
        .AddSingleton<ReactorHost>()
        .AddSingleton<IReactorHealth>(static services => services.GetRequiredService<ReactorHost>())
        .AddHostedService(static services => services.GetRequiredService<ReactorHost>());

    /// <summary>Adds what runs every registered <see cref="IReactor"/> in a process that may be gone at any moment; needs an
    /// <see cref="IReminders"/> and an <see cref="INoticeCarrier"/> beside it.</summary>
    public static IServiceCollection AddReactorRuns(this IServiceCollection services) => services
        .AddSingleton<ReactorRuns>()
        .AddSingleton<IReactorRuns>(static services => services.GetRequiredService<ReactorRuns>())
        .AddHostedService(static services => services.GetRequiredService<ReactorRuns>())
        .AddSingleton<INoticePublisher, ReactorNotices>();
}
