using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>Registers the runtime that drives a Docker engine.</summary>
public static class DockerRuntimeServices
{
    /// <summary>Registers <see cref="IContainerRuntime"/> over a Docker engine.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="options">How to reach the engine.</param>
    public static IServiceCollection AddDockerRuntime(this IServiceCollection services, DockerRuntimeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return services.AddSingleton<IContainerRuntime>(provider => Create(options, provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>A runtime for a caller that has no service collection.</summary>
    /// <param name="options">How to reach the engine.</param>
    /// <param name="logs">Where to log.</param>
    /// <param name="time">The clock.</param>
    public static IContainerRuntime Create(DockerRuntimeOptions options, ILoggerFactory logs, TimeProvider time) =>
        new DockerRuntime(options, logs.CreateLogger<DockerRuntime>(), time);
}
