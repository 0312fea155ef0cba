using CloudOrchestrator.Volumes.Configuration;
using CloudOrchestrator.Volumes.Kinds;
using k8s;
using Microsoft.Extensions.DependencyInjection;

namespace CloudOrchestrator.Volumes;

/// <summary>Registers volumes.</summary>
public static class VolumeServices
{
    /// <summary>Registers <see cref="IPodVolumes"/> and <see cref="IConfigurationSource"/>.</summary>
    /// <param name="services">Where to register; <see cref="IKubernetes"/> must be there.</param>
    /// <param name="options">Where volumes are kept.</param>
    public static IServiceCollection AddVolumes(this IServiceCollection services, VolumeOptions options)
    {
        services.AddSingleton<IConfigurationSource>(provider => new RememberedConfiguration(new ApiConfiguration(provider.GetRequiredService<IKubernetes>())));
        return services.AddSingleton(provider => Create(options, provider.GetRequiredService<IConfigurationSource>()));
    }

    /// <summary>Volumes over any source of config maps and secrets.</summary>
    /// <param name="options">Where volumes are kept.</param>
    /// <param name="configuration">Config maps and secrets.</param>
    public static IPodVolumes Create(VolumeOptions options, IConfigurationSource configuration) => new PodVolumes(
        options,
        [
            new EmptyDirVolume(),
            new HostPathVolume(),
            new ConfigMapVolume(configuration),
            new SecretVolume(configuration),
            new DownwardApiVolume(),
            new ProjectedVolume(configuration),
        ]);
}
