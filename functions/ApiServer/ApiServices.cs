using CloudOrchestrator.ApiServer.Discovery;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.OpenApi;
using CloudOrchestrator.ApiServer.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CloudOrchestrator.ApiServer;

/// <summary>Wires the API server.</summary>
public static class ApiServices
{
    /// <summary>Adds the API server; needs the resource machinery beside it.</summary>
    public static IServiceCollection AddApiServer(this IServiceCollection services, ApiServerOptions options) => services
        .AddSingleton(options)
        .AddSingleton<TokenAuthentication>()
        .AddSingleton<DiscoveryDocuments>()
        .AddSingleton<OpenApiDocuments>()
        .AddSingleton<ReadHandler>()
        .AddSingleton<WatchHandler>()
        .AddSingleton<WriteHandler>()
        .AddSingleton<DeleteHandler>()
        .AddSingleton<ScaleHandler>()
        .AddSingleton<LogHandler>()
        .AddSingleton<ApiPipeline>();

    /// <summary>Answers every request from here on.</summary>
    public static void UseApiServer(this WebApplication app)
    {
        var pipeline = app.Services.GetRequiredService<ApiPipeline>();
        app.Run(pipeline.HandleAsync);
    }
}
