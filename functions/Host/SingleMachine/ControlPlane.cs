using System.Net;
using System.Security.Authentication;
using CloudOrchestrator.ApiServer;
using CloudOrchestrator.ApiServer.Subresources;
using CloudOrchestrator.Controllers;
using CloudOrchestrator.Host.Credentials;
using CloudOrchestrator.Host.Processes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Store.Backups;
using CloudOrchestrator.Store.CommitLog;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CloudOrchestrator.Host.SingleMachine;

/// <summary>The control plane of one machine: composes the parts and runs them until told to stop.</summary>
internal static class ControlPlane
{
    /// <summary>How long open requests may take to end once the process is told to stop. Watches end at once.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Most streams of one HTTP/2 connection. Clients multiplex all their watches over one.</summary>
    private const int StreamsPerConnectionMax = 1000;

    /// <summary>Most bytes of a request's line and headers: a selector of thousands of values stands in the line. Kubernetes takes as much.</summary>
    private const int HeaderBytesMax = 1024 * 1024;

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="StartException">It cannot start; the message says why.</exception>
    public static async Task RunAsync(ServeOptions options, CancellationToken cancellationToken)
    {
        // One thread of the pool may be waiting for the disk: the processors have others then.
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(workers + 1, completions);
        using var folder = DataFolder.Hold(options.DataFolder);
        using var identity = ClusterIdentity.Open(folder.Pki, options.Listen.Address, options.NodeName, TimeProvider.System);
        await options.Store.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await using var app = Compose(options, folder, identity);
        await StoreRestore.CheckAsync(app.Services.GetRequiredService<ICommitLog>(), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            throw new StartException($"--listen {options.Listen}: the port is in use by another process.");
        }
        catch (IOException fault) when (fault.InnerException is not null)
        {
            throw new StartException($"--listen {options.Listen}: {fault.InnerException.Message}");
        }

        try
        {
            WriteKubeconfigs(options, folder, identity, BoundAddress(app));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"--kubeconfig {options.Kubeconfig}: the file cannot be written: {fault.Message}");
        }

        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
    }

    private static WebApplication Compose(ServeOptions options, DataFolder folder, ClusterIdentity identity)
    {
        // Empty: no settings file of the current folder is read, nor watched.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        ConsoleLog.Add(builder.Logging);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => ConfigureKestrel(kestrel, options.Listen, identity));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddHostedService<IdleMemory>();
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, RecordBlocksFactory>();
        AddControlPlane(builder.Services, options, folder, identity);
        var app = builder.Build();
        app.UseApiServer();
        return app;
    }

    private static void AddControlPlane(IServiceCollection services, ServeOptions options, DataFolder folder, ClusterIdentity identity)
    {
        if (options.Cipher is not null)
        {
            services.AddSingleton(options.Cipher);
        }

        options.Store.AddTo(services, folder.Store);
        services.AddControlPlaneParts(new ApiServerOptions
        {
            Tokens = new Dictionary<string, UserInfo>
            {
                [identity.AdminToken] = new("kubernetes-admin", ["system:masters", "system:authenticated"]),
                [identity.NodeToken] = new($"system:node:{options.NodeName}", ["system:nodes", "system:authenticated"]),
            },
        });
        services.AddSingleton<INodeTrust>(new ConstantNodeTrust(new NodeTrust(identity.NodeClient, identity.Authority)));
        services.AddBootstrapAtStart();
        services.AddReactorHost();
    }

    private static void ConfigureKestrel(KestrelServerOptions kestrel, IPEndPoint endpoint, ClusterIdentity identity)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestLineSize = HeaderBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = HeaderBytesMax;
        kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnectionMax;
        kestrel.Listen(endpoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(https =>
            {
                https.ServerCertificate = identity.ApiServer;
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            });
        });
    }

    /// <summary>The address with the port that was really taken.</summary>
    private static IPEndPoint BoundAddress(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var bound = new Uri(addresses.First());
        return new IPEndPoint(IPAddress.Parse(bound.Host.Trim('[', ']')), bound.Port);
    }

    /// <summary>Clients on this machine reach an any-address through the loopback.</summary>
    private static void WriteKubeconfigs(ServeOptions options, DataFolder folder, ClusterIdentity identity, IPEndPoint bound)
    {
        var reachable = bound.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, bound.Port)
            : bound.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, bound.Port)
            : bound;
        var server = new Uri($"https://{reachable}");
        Kubeconfig.Write(folder.AgentKubeconfig, server, identity.AuthorityPem, $"system:node:{options.NodeName}", identity.NodeToken, TimeProvider.System);
        Kubeconfig.Write(options.Kubeconfig, server, identity.AuthorityPem, "admin", identity.AdminToken, TimeProvider.System);
    }
}
