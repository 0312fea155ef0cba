using CloudOrchestrator.Doorbells.Rows;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Doorbells;

/// <summary>Registers doorbells.</summary>
public static class DoorbellServices
{
    /// <summary>Registers the doorbell that watches the API itself.</summary>
    /// <param name="services">Where to register; <see cref="IKubernetes"/> and the clock must be there.</param>
    /// <param name="options">How it behaves.</param>
    public static IServiceCollection AddApiDoorbell(this IServiceCollection services, ApiDoorbellOptions options) =>
        services.AddSingleton<IDoorbell>(provider => new ApiDoorbell(
            provider.GetRequiredService<IKubernetes>(),
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<ApiDoorbell>()));

    /// <summary>Registers the doorbell that is a row of the cluster's table.</summary>
    /// <param name="services">Where to register; <see cref="IKubernetes"/> and the clock must be there.</param>
    /// <param name="options">How it behaves.</param>
    public static IServiceCollection AddRowDoorbell(this IServiceCollection services, RowDoorbellOptions options) =>
        services.AddSingleton<IDoorbell>(provider => new RowDoorbell(
            provider.GetRequiredService<IKubernetes>(),
            TableConnections(),
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<RowDoorbell>()));

    /// <summary>Connections are made anew at times, since names move; no answer sends the signature elsewhere.</summary>
    private static SocketsHttpHandler TableConnections() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        ActivityHeadersPropagator = null,
    };
}
