using System.Globalization;

namespace CloudOrchestrator.EndToEnd.Cluster;

/// <summary>A Deployment in a namespace of its own, and its containers as the engine sees them.</summary>
internal sealed class Workload
{
    private static readonly TimeSpan RunningDeadline = TimeSpan.FromSeconds(90);

    private readonly TestCluster _cluster;
    private readonly string _engine;

    private Workload(TestCluster cluster, string engine)
    {
        _cluster = cluster;
        _engine = engine;
        Namespace = $"work-{Guid.NewGuid():n}"[..20];
    }

    public string Namespace { get; }

    /// <summary>Creates the Deployment and waits until its pods run.</summary>
    public static async Task<Workload> StartAsync(TestCluster cluster, int replicas, string engine = "unix:///var/run/docker.sock")
    {
        var workload = new Workload(cluster, engine);
        await cluster.KubectlAsync("create", "namespace", workload.Namespace);
        await cluster.KubectlAsync(
            "-n", workload.Namespace, "create", "deployment", "web", "--image=cloudorchestrator/sample:1", $"--replicas={replicas.ToString(CultureInfo.InvariantCulture)}");
        await workload.RunsAsync(replicas);
        return workload;
    }

    public Task<string> KubectlAsync(params string[] arguments) => _cluster.KubectlAsync(["-n", Namespace, .. arguments]);

    /// <summary>Waits until the API says that so many are available and the engine runs as many.</summary>
    public Task RunsAsync(int replicas) => Eventually.HoldsAsync(RunningDeadline, async () =>
    {
        var deployment = await TryGetAsync();
        var containers = await ContainerIdsAsync();
        return deployment == $"{replicas}/{replicas}" && containers.Count == replicas
            ? null
            : $"{replicas} replicas run; available/wanted are {deployment}, the engine runs {containers.Count}; pods:\n{await TryPodsAsync()}";
    });

    /// <summary>Ids of the running containers, without sandboxes, sorted.</summary>
    public async Task<IReadOnlyList<string>> ContainerIdsAsync() => Lines(await DockerAsync(
        "ps", "--no-trunc", "--format", "{{.ID}}", "--filter", $"label=io.kubernetes.pod.namespace={Namespace}", "--filter", "label=io.kubernetes.container.name=sample"));

    /// <summary>Ids of everything of this namespace that the engine knows, running or not.</summary>
    public async Task<IReadOnlyList<string>> AllContainerIdsAsync() => Lines(await DockerAsync(
        "ps", "-a", "--no-trunc", "--format", "{{.ID}}", "--filter", $"label=io.kubernetes.pod.namespace={Namespace}"));

    public async Task<string> DockerAsync(params string[] arguments) => (await Command.RunAsync("docker", ["--host", _engine, .. arguments])).Success;

    /// <summary>How often containers of these pods were restarted.</summary>
    public async Task<int> RestartsAsync() =>
        (await KubectlAsync("get", "pods", "-o", "jsonpath={.items[*].status.containerStatuses[*].restartCount}"))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Sum(count => int.Parse(count, CultureInfo.InvariantCulture));

    private async Task<string> TryGetAsync()
    {
        try
        {
            return await KubectlAsync("get", "deployment", "web", "-o", "jsonpath={.status.availableReplicas}/{.spec.replicas}");
        }
        catch (InvalidOperationException fault)
        {
            // The control plane may be starting again.
            return fault.Message;
        }
    }

    private async Task<string> TryPodsAsync()
    {
        try
        {
            return await KubectlAsync("get", "pods", "-o", "wide");
        }
        catch (InvalidOperationException fault)
        {
            return fault.Message;
        }
    }

    private static List<string> Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
}
