using CloudOrchestrator.Resources.Reactors;
using Microsoft.Extensions.DependencyInjection;

namespace CloudOrchestrator.Scheduler;

/// <summary>Wires the scheduler.</summary>
public static class SchedulerServices
{
    /// <summary>Adds the scheduler as a reactor.</summary>
    public static IServiceCollection AddScheduler(this IServiceCollection services) => services.AddSingleton<IReactor, PodScheduler>();
}
