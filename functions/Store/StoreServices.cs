using CloudOrchestrator.Store.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace CloudOrchestrator.Store;

/// <summary>Wires the store.</summary>
public static class StoreServices
{
    /// <summary>Adds the store over the commit log that is registered beside it.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services) =>
        services
            .AddSingleton<StoreEngine>()
            .AddSingleton<IDocumentStore>(static services => services.GetRequiredService<StoreEngine>())
            .AddSingleton<IStoreUpkeep>(static services => services.GetRequiredService<StoreEngine>());
}
