using CloudOrchestrator.ApiServer.Authentication;
using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.Discovery;
using CloudOrchestrator.ApiServer.Handlers;
using CloudOrchestrator.ApiServer.Health;
using CloudOrchestrator.ApiServer.OpenApi;
using CloudOrchestrator.ApiServer.Pipeline;
using CloudOrchestrator.ApiServer.PipelineApply;
using CloudOrchestrator.ApiServer.Reports;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Reviews;
using CloudOrchestrator.ApiServer.Subresources;
using CloudOrchestrator.ApiServer.Watches;
using CloudOrchestrator.Resources.Kinds;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CloudOrchestrator.ApiServer;

/// <summary>Wires the API server.</summary>
public static class ApiServerServices
{
    /// <summary>Adds the API server. It serves the <c>IResourceClient</c> that is registered beside it and asks its <c>TimeProvider</c> for the time.</summary>
    public static IServiceCollection AddApiServer(this IServiceCollection services, ApiServerOptions options)
    {
        options.Validate();
        services.AddSingleton(options);
        services.AddSingleton<TokenAuthenticator>();
        services.TryAddSingleton<IAuthorizer, AuthenticatedMayAll>();
        services.AddSingleton<ApiPipeline>();
        services.AddSingleton<ApiRouter>();
        services.TryAddSingleton<INodeTrust, NoNodeTrust>();
        services.AddSingleton<NodeLogClient>();
        services.AddSingleton<ApplyHandler>();
        services.AddSingleton<OpenApiDocuments>();
        services.AddSingleton<StoreCheck>();
        services.TryAddSingleton<AggregatedVersions>();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IReview, SelfSubjectReview>(),
            ServiceDescriptor.Singleton<IReview, SelfSubjectReviewBeta>(),
            ServiceDescriptor.Singleton<IReview, SelfSubjectAccessReview>(),
            ServiceDescriptor.Singleton<IReview, SelfSubjectRulesReview>(),
            ServiceDescriptor.Singleton<IReview, SubjectAccessReview>(),
            ServiceDescriptor.Singleton<IReview, LocalSubjectAccessReview>(),
            ServiceDescriptor.Singleton<IReview, TokenReview>(),
            ServiceDescriptor.Singleton<IPathRoute, IndexRoute>(),
            ServiceDescriptor.Singleton<IPathRoute, DiscoveryRoute>(),
            ServiceDescriptor.Singleton<IPathRoute, OpenApiRoute>(),
            ServiceDescriptor.Singleton<IPathRoute, VersionRoute>(),
            ServiceDescriptor.Singleton<IPathRoute, HealthRoute>(),
            ServiceDescriptor.Singleton<IPathRoute, ApplyRoute>(),
            ServiceDescriptor.Singleton<IReport, ComponentStatusReport>(),
            ServiceDescriptor.Singleton<IHealthCheck, PingCheck>(),
            ServiceDescriptor.Singleton<IHealthCheck, StoreCheck>(static provider => provider.GetRequiredService<StoreCheck>()),
            ServiceDescriptor.Singleton<IHealthCheck, ShutdownCheck>(),
        ]);
        return services.AddHandlers();
    }

    /// <summary>Lets the API server answer every request that comes to the application.</summary>
    public static void UseApiServer(this IApplicationBuilder app)
    {
        var pipeline = app.ApplicationServices.GetRequiredService<ApiPipeline>();
        app.Run(pipeline.HandleAsync);
    }

    /// <summary>Adds what answers each verb of each subresource. A kind says which of them it serves.</summary>
    private static IServiceCollection AddHandlers(this IServiceCollection services) => services
        .AddHandler<GetHandler>(Subresource.None, Verbs.Get)
        .AddHandler<ListHandler>(Subresource.None, Verbs.List)
        .AddHandler<WatchHandler>(Subresource.None, Verbs.Watch)
        .AddHandler<CreateHandler>(Subresource.None, Verbs.Create)
        .AddHandler<UpdateHandler>(Subresource.None, Verbs.Update)
        .AddHandler<PatchHandler>(Subresource.None, Verbs.Patch)
        .AddHandler<DeleteHandler>(Subresource.None, Verbs.Delete)
        .AddHandler<DeleteCollectionHandler>(Subresource.None, Verbs.DeleteCollection)
        .AddHandler<GetHandler>(Subresource.Status, Verbs.Get)
        .AddHandler<UpdateHandler>(Subresource.Status, Verbs.Update)
        .AddHandler<PatchHandler>(Subresource.Status, Verbs.Patch)
        .AddHandler<GetHandler>(Subresource.Approval, Verbs.Get)
        .AddHandler<UpdateHandler>(Subresource.Approval, Verbs.Update)
        .AddHandler<PatchHandler>(Subresource.Approval, Verbs.Patch)
        .AddHandler<GetScaleHandler>(Subresource.Scale, Verbs.Get)
        .AddHandler<UpdateScaleHandler>(Subresource.Scale, Verbs.Update)
        .AddHandler<PatchScaleHandler>(Subresource.Scale, Verbs.Patch)
        .AddHandler<BindingHandler>(Subresource.Binding, Verbs.Create)
        .AddHandler<LogHandler>(Subresource.Log, Verbs.Get)
        .AddHandler<GetHandler>(Subresource.EphemeralContainers, Verbs.Get)
        .AddHandler<UpdateHandler>(Subresource.EphemeralContainers, Verbs.Update)
        .AddHandler<PatchHandler>(Subresource.EphemeralContainers, Verbs.Patch)
        .AddHandler<GetHandler>(Subresource.Resize, Verbs.Get)
        .AddHandler<UpdateHandler>(Subresource.Resize, Verbs.Update)
        .AddHandler<PatchHandler>(Subresource.Resize, Verbs.Patch)
        .AddHandler<UpdateHandler>(Subresource.Finalize, Verbs.Update)
        .AddHandler<GetReportHandler>(Subresource.None, Verbs.Get, isReported: true)
        .AddHandler<ListReportHandler>(Subresource.None, Verbs.List, isReported: true);

    private static IServiceCollection AddHandler<T>(this IServiceCollection services, Subresource subresource, string verb, bool isReported = false)
        where T : class, IResourceHandler
    {
        services.TryAddSingleton<T>();
        return services.AddSingleton(provider => new HandlerRow(subresource, verb, isReported, provider.GetRequiredService<T>()));
    }
}
