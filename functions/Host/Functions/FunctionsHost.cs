using System.Net;
using CloudOrchestrator.ApiServer;
using CloudOrchestrator.ApiServer.Subresources;
using CloudOrchestrator.Controllers;
using CloudOrchestrator.Controllers.Nodes;
using CloudOrchestrator.Host.Functions.Notices;
using CloudOrchestrator.Host.Functions.Reminders;
using CloudOrchestrator.Host.Functions.Settings;
using CloudOrchestrator.Host.Functions.Ticks;
using CloudOrchestrator.Host.Functions.Triggers;
using CloudOrchestrator.Host.Preparing;
using CloudOrchestrator.Host.Processes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Store.AzureTables;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CloudOrchestrator.Host.Functions;

/// <summary>The control plane behind the Functions host: composes the parts, and serves what that host passes on until it is killed.</summary>
internal static class FunctionsHost
{
    /// <summary>Longest that a watch lasts: the platform cuts every answer at 230 s.</summary>
    private static readonly TimeSpan WatchDurationMax = TimeSpan.FromSeconds(210);

    /// <summary>Longest silence of a watch: well below the platform's 230 s.</summary>
    private static readonly TimeSpan WatchSilenceMax = TimeSpan.FromSeconds(30);

    /// <summary>Longest that a followed log lasts: at its <c>functionTimeout</c> of 10 minutes the platform ends the whole process.</summary>
    private static readonly TimeSpan LogDurationMax = TimeSpan.FromMinutes(9);

    /// <summary>Longest silence of a followed log. Nothing may be put between its lines, so that it ends instead of being cut.</summary>
    private static readonly TimeSpan LogSilenceMax = TimeSpan.FromSeconds(200);

    /// <summary>How long open requests may take to end; the process that started this one is gone or in a hurry.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Runs until told to end, and answers with which code to.</summary>
    /// <param name="settings">The app settings.</param>
    /// <param name="parent">The id of the process that started this one.</param>
    /// <param name="cancellationToken">Cancelled by a signal.</param>
    /// <exception cref="StartException">It cannot start; the message says why.</exception>
    public static async Task<int> RunAsync(AppSettings settings, int parent, CancellationToken cancellationToken)
    {
        await using var app = Compose(settings, parent);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            throw new StartException($"{AppSettingsReader.Port}: port {settings.Port} cannot be listened on: {(fault.InnerException ?? fault).Message}");
        }

        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        return cancellationToken.IsCancellationRequested ? ExitCodes.Terminated : app.Services.GetRequiredService<HostEnd>().Code;
    }

    private static WebApplication Compose(AppSettings settings, int parent)
    {
        // Empty: no settings file of the current folder is read, nor watched.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        ConsoleLog.Add(builder.Logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => ConfigureKestrel(kestrel, settings.Port));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        AddControlPlane(builder.Services, settings);
        AddTriggers(builder.Services, settings);
        AddProcess(builder.Services, parent);
        if (settings.Insights is { } insights)
        {
            builder.Services.AddSingleton(insights).AddSingleton<InsightsExport>().AddHostedService(provider => provider.GetRequiredService<InsightsExport>());
        }

        var app = builder.Build();
        app.UseRequestBound();
        app.UseTriggers();
        app.UsePreparationGate();
        app.UseApiServer();
        return app;
    }

    private static void AddControlPlane(IServiceCollection services, AppSettings settings)
    {
        services.AddSingleton(settings);
        services.AddAzureTablesLog(settings.Storage.Store(settings.ClusterName));
        services.AddControlPlaneParts(new ApiServerOptions
        {
            TokenHashes = settings.TokenHashes,
            ReplayHeader = OutsideCalls.Invocation,
            WatchDurationMax = WatchDurationMax,
            WatchSilenceMax = WatchSilenceMax,
            LogDurationMax = LogDurationMax,
            LogSilenceMax = LogSilenceMax,
        });
        services.AddSingleton<INodeTrust, StoredNodeTrust>();
        services.AddSingleton(provider => new Preparation(
            cancellationToken => ClusterPreparation.PrepareAsync(provider, cancellationToken), provider.GetRequiredService<ILogger<Preparation>>()));
        services.AddHostedService(provider => provider.GetRequiredService<Preparation>());
    }

    private static void AddTriggers(IServiceCollection services, AppSettings settings)
    {
        services.AddSingleton<FunctionsMeter>();
        services.AddSingleton(provider => new EventGridNotices(
            settings.Topic, settings.EventSource, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<FunctionsMeter>()));
        services.AddSingleton<INoticeCarrier, NoticeCarrier>();
        services.AddSingleton<IReminders, ReminderQueue>();
        services.AddSingleton<INodeSignals, HeartbeatSignals>();
        services.AddNodeSignalling();
        services.AddReactorRuns();
        services.AddSingleton(provider => new KnownReactors(provider.GetServices<IReactor>().Select(reactor => reactor.Name).ToHashSet(StringComparer.Ordinal)));
        services.AddSingleton<ITick, Tick>();
        services.AddSingleton<IReactorHealth, TickHealth>();
        services.AddSingleton<DeadLetterCheck>();
        services.AddSingleton<BatchRuns>();
        services.AddSingleton<ITriggerHandlers, TriggerHandlers>();
        services.AddSingleton(provider => new TriggerRoutes(
            provider.GetRequiredService<ITriggerHandlers>,
            provider.GetRequiredService<Preparation>(),
            provider.GetRequiredService<FunctionsMeter>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TriggerRoutes>>(),
            provider.GetService<InsightsExport>()));
    }

    private static void AddProcess(IServiceCollection services, int parent)
    {
        services.AddSingleton<HostEnd>();
        services.AddHostedService<IdleMemory>();
        services.AddHostedService(provider => new ParentWatch(
            parent,
            ParentProcess.Id,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<HostEnd>(),
            provider.GetRequiredService<ILogger<ParentWatch>>()));
    }

    /// <summary>As wide as the platform's own limits, which have been passed by whatever comes here; the API server has its own on top.</summary>
    private static void ConfigureKestrel(KestrelServerOptions kestrel, int port)
    {
        kestrel.AddServerHeader = false;
        PlatformLimits.Apply(kestrel.Limits);
        kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
