using CloudOrchestrator.ApiServer;
using CloudOrchestrator.Controllers;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Scheduler;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Host;

/// <summary>The parts of the control plane that are the same wherever it runs.</summary>
internal static class ControlPlaneParts
{
    /// <summary>Adds them. The store's log comes beside them, and what runs the reactors.</summary>
    public static IServiceCollection AddControlPlaneParts(this IServiceCollection services, ApiServerOptions api) => services
        .AddSingleton(TimeProvider.System)
        .AddStore()
        .AddResources()
        .AddApiServer(api)
        .AddScheduler()
        .AddControllerReactors();
}
