using CloudOrchestrator.Doorbells;
using CloudOrchestrator.Pods.Api;
using CloudOrchestrator.Pods.Events;
using CloudOrchestrator.Pods.Status;
using CloudOrchestrator.Pods.Workers;
using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Volumes;
using CloudOrchestrator.Volumes.Configuration;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Pods;

/// <summary>Registers what looks after the node's pods.</summary>
public static class PodServices
{
    /// <summary>Registers the workers, <see cref="INodePods"/>, <see cref="IEventRecorder"/> and <see cref="RuntimeHealth"/>.</summary>
    /// <param name="services">Where to register; a runtime, a doorbell, volumes, <see cref="IKubernetes"/> and the clock must be there.</param>
    /// <param name="options">The node.</param>
    public static IServiceCollection AddPods(this IServiceCollection services, PodOptions options)
    {
        services.AddSingleton<RuntimeHealth>();
        services.AddSingleton(provider => new EventRecorder(
            provider.GetRequiredService<IKubernetes>(), options.NodeName, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>().CreateLogger<EventRecorder>()));
        services.AddSingleton<IEventRecorder>(provider => provider.GetRequiredService<EventRecorder>());
        services.AddHostedService(provider => provider.GetRequiredService<EventRecorder>());
        services.AddSingleton(provider => new PodFleet(
            Context(provider, options), provider.GetRequiredService<IDoorbell>(), provider.GetRequiredService<RuntimeHealth>()));
        services.AddSingleton<INodePods>(provider => provider.GetRequiredService<PodFleet>());
        return services.AddHostedService(provider => provider.GetRequiredService<PodFleet>());
    }

    private static NodeContext Context(IServiceProvider provider, PodOptions options) => new(
        provider.GetRequiredService<IContainerRuntime>(),
        provider.GetRequiredService<IPodVolumes>(),
        provider.GetRequiredService<IConfigurationSource>(),
        new KubernetesPodApi(provider.GetRequiredService<IKubernetes>()),
        provider.GetRequiredService<IEventRecorder>(),
        provider.GetRequiredService<TimeProvider>(),
        new NodeAddresses(options.NodeName, options.NodeAddress),
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        provider.GetRequiredService<ILoggerFactory>().CreateLogger<PodFleet>());
}
