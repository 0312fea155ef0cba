using CloudOrchestrator.Doorbells;
using CloudOrchestrator.Pods.Api;
using CloudOrchestrator.Pods.Events;
using CloudOrchestrator.Pods.Specs;
using CloudOrchestrator.Pods.Status;
using CloudOrchestrator.Pods.Workers;
using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Volumes;
using CloudOrchestrator.Volumes.Configuration;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Pods;

/// <summary>Registers what looks after pods.</summary>
public static class PodServices
{
    /// <summary>Adds the workers; a runtime, volumes, a doorbell and the API's client must be there.</summary>
    public static IServiceCollection AddPods(this IServiceCollection services, PodOptions options) => services
        .AddSingleton<PodApi>()
        .AddSingleton(provider => new PodEvents(provider.GetRequiredService<IKubernetes>(), options.NodeName, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PodEvents>>()))
        .AddSingleton<IHostedService>(provider => provider.GetRequiredService<PodEvents>())
        .AddSingleton(provider => new PodWorkerParts(
            provider.GetRequiredService<IContainerRuntime>(),
            provider.GetRequiredService<IPodVolumes>(),
            new ContainerSpecs(provider.GetRequiredService<IConfigurationSource>(), options.MachineMemoryBytes),
            provider.GetRequiredService<PodApi>(),
            provider.GetRequiredService<PodEvents>(),
            new NodeAddresses(options.NodeName, options.NodeAddress),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PodWorker>>()))
        .AddHostedService(provider => new PodWorkers(
            provider.GetRequiredService<PodWorkerParts>(), provider.GetRequiredService<IDoorbell>(), provider.GetRequiredService<ILogger<PodWorkers>>()));
}
