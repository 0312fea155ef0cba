using System.Security.Cryptography;
using CloudOrchestrator.Agent.Commands;
using CloudOrchestrator.Agent.Nodes;
using CloudOrchestrator.Doorbells;
using CloudOrchestrator.Doorbells.Rows;
using CloudOrchestrator.NodeApi;
using CloudOrchestrator.Pods;
using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Runtimes.Docker;
using CloudOrchestrator.Volumes;
using k8s;
using k8s.Exceptions;

namespace CloudOrchestrator.Agent;

/// <summary>Composes the agent and runs it.</summary>
internal static class AgentHost
{
    /// <summary>Most time the agent's parts have to end.</summary>
    private static readonly TimeSpan ShutdownMax = TimeSpan.FromSeconds(5);

    /// <exception cref="StartException">The agent cannot start.</exception>
    public static async Task RunAsync(AgentOptions options, CancellationToken cancellationToken)
    {
        using var hold = DataFolderHold.Take(options.DataFolder);
        using var client = new Kubernetes(ReadKubeconfig(options.Kubeconfig));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        string cluster;
        using (var logs = LoggerFactory.Create(logging => logging.AddSimpleConsole(console => console.SingleLine = true)))
        {
            cluster = await ClusterIdentity.LearnAsync(client, options.DataFolder, TimeProvider.System, logs.CreateLogger("CloudOrchestrator.Agent"), cancellationToken).ConfigureAwait(false);
        }

        Compose(builder, options, client, cluster);
        await using var application = builder.Build();
        application.UseNodeApi();
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            throw new StartException($"--node-api-listen {options.NodeApiListen}: {fault.Message}");
        }

        await application.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Compose(WebApplicationBuilder builder, AgentOptions options, Kubernetes client, string cluster)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownMax);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IKubernetes>(client);
        builder.Services.AddDockerRuntime(new DockerRuntimeOptions { Endpoint = options.Engine, Scope = new RuntimeScope(cluster, options.NodeName) });
        if (options.Doorbell is null)
        {
            builder.Services.AddApiDoorbell(new ApiDoorbellOptions { NodeName = options.NodeName });
        }
        else
        {
            var random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
            builder.Services.AddRowDoorbell(new RowDoorbellOptions { NodeName = options.NodeName, Row = options.Doorbell, Random = random });
        }

        builder.Services.AddVolumes(new VolumeOptions { DataFolder = options.DataFolder });
        builder.Services.AddPods(new PodOptions { NodeName = options.NodeName, NodeAddress = options.NodeAddress });
        builder.Services.AddSingleton<IContainerOutput, ContainerOutput>();
        builder.Services.AddHostedService(provider => ActivatorUtilities.CreateInstance<NodeReporter>(
            provider, options.NodeName, new NodeObject(options.NodeName, options.NodeAddress, options.DataFolder)));
        try
        {
            builder.AddNodeApi(new NodeApiOptions { Listen = options.NodeApiListen, PkiFolder = options.PkiFolder });
        }
        catch (Exception fault) when (fault is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new StartException($"--pki {options.PkiFolder}: node.crt, node.key and ca.crt cannot be read: {fault.Message}");
        }
    }

    private static KubernetesClientConfiguration ReadKubeconfig(string path)
    {
        try
        {
            return KubernetesClientConfiguration.BuildConfigFromConfigFile(path);
        }
        catch (Exception fault) when (fault is KubeConfigException or IOException or UnauthorizedAccessException or YamlDotNet.Core.YamlException)
        {
            throw new StartException($"--kubeconfig {path}: {fault.Message}");
        }
    }
}
