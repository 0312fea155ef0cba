using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CloudOrchestrator.Doorbells;
using CloudOrchestrator.NodeApi;
using CloudOrchestrator.Pods;
using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Runtimes.Docker;
using CloudOrchestrator.Volumes;
using k8s;
using k8s.Exceptions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CloudOrchestrator.Agent;

/// <summary>Composes the agent and runs it.</summary>
internal static class NodeAgent
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);

    /// <exception cref="StartException">It cannot start; the message says why.</exception>
    public static async Task RunAsync(AgentOptions options, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.DataFolder);
        using var client = Connect(options.Kubeconfig);
        var clusterId = await ClusterIdentity.FindAsync(client, options.DataFolder, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        await using var app = Compose(options, client, clusterId);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
    }

    private static WebApplication Compose(AgentOptions options, IKubernetes client, string clusterId)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureNodeApi(new NodeApiOptions(options.NodeApi, ReadCertificate(options), ReadAuthority(options))));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(client)
            .AddDockerRuntime(new DockerRuntimeOptions { Endpoint = options.Engine, Scope = new RuntimeScope(clusterId, options.NodeName) })
            .AddApiDoorbell(new ApiDoorbellOptions { NodeName = options.NodeName })
            .AddVolumes(new VolumeOptions { DataFolder = options.DataFolder })
            .AddSingleton(provider => new NodeRegistration(
                provider.GetRequiredService<IKubernetes>(), provider.GetRequiredService<IContainerRuntime>(), provider.GetRequiredService<IDoorbell>(),
                () => BoundPort(provider.GetRequiredService<IServer>()), options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<NodeRegistration>>()))
            .AddHostedService(provider => provider.GetRequiredService<NodeRegistration>())
            .AddPods(new PodOptions(options.NodeName, options.NodeApi.Address.ToString(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        var app = builder.Build();
        app.MapNodeApi();
        return app;
    }

    private static int BoundPort(IServer server) =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(address => new Uri(address).Port).FirstOrDefault() ?? 0;

    private static Kubernetes Connect(string kubeconfig)
    {
        try
        {
            return new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        }
        catch (Exception fault) when (fault is KubeConfigException or IOException)
        {
            throw new StartException($"--kubeconfig {kubeconfig}: {fault.Message}");
        }
    }

    private static X509Certificate2 ReadCertificate(AgentOptions options) =>
        Read(options.PkiFolder, "node.crt", path => X509Certificate2.CreateFromPemFile(path, Path.Combine(options.PkiFolder, "node.key")));

    private static X509Certificate2 ReadAuthority(AgentOptions options) => Read(options.PkiFolder, "ca.crt", X509CertificateLoader.LoadCertificateFromFile);

    private static X509Certificate2 Read(string folder, string name, Func<string, X509Certificate2> read)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return read(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartException($"--pki {folder}: {path}: {fault.Message}");
        }
    }
}
