using System.Globalization;

namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>The labels by which a container is found again and known for what it is.</summary>
internal static class DockerLabels
{
    public const string Cluster = "cloudorchestrator.io/cluster";
    public const string Node = "cloudorchestrator.io/node";
    public const string Kind = "cloudorchestrator.io/kind";
    public const string Attempt = "cloudorchestrator.io/attempt";
    public const string Sandbox = "cloudorchestrator.io/sandbox";
    public const string SpecHash = "cloudorchestrator.io/spec-hash";
    public const string RestartDelaySeconds = "cloudorchestrator.io/restart-delay-seconds";
    public const string StopGraceSeconds = "cloudorchestrator.io/stop-grace-seconds";
    public const string PodName = "io.kubernetes.pod.name";
    public const string PodNamespace = "io.kubernetes.pod.namespace";
    public const string PodUid = "io.kubernetes.pod.uid";
    public const string ContainerName = "io.kubernetes.container.name";

    public const string SandboxKind = "sandbox";
    public const string ContainerKind = "container";

    /// <summary>What the sandbox is called where a container's name is expected.</summary>
    public const string SandboxContainerName = "POD";

    public static Dictionary<string, string> ForSandbox(RuntimeScope scope, SandboxSpec spec) =>
        new(Common(scope, spec.Pod, spec.Attempt)) { [Kind] = SandboxKind, [ContainerName] = SandboxContainerName };

    public static Dictionary<string, string> ForContainer(RuntimeScope scope, ContainerSpec spec) =>
        new(Common(scope, spec.Pod, spec.Attempt))
        {
            [Kind] = ContainerKind,
            [ContainerName] = spec.Name,
            [Sandbox] = spec.SandboxId,
            [SpecHash] = spec.SpecHash,
            [RestartDelaySeconds] = Seconds(spec.RestartDelay),
            [StopGraceSeconds] = Seconds(spec.StopGrace),
        };

    public static PodIdentity Pod(IDictionary<string, string> labels) =>
        new(Text(labels, PodNamespace), Text(labels, PodName), Text(labels, PodUid));

    public static string Text(IDictionary<string, string> labels, string name) => labels.TryGetValue(name, out var value) ? value : "";

    public static int Number(IDictionary<string, string> labels, string name) =>
        int.TryParse(Text(labels, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static TimeSpan Span(IDictionary<string, string> labels, string name) => TimeSpan.FromSeconds(Number(labels, name));

    /// <summary>The filter that keeps other clusters' and other nodes' containers out of sight.</summary>
    public static Dictionary<string, bool> Filter(RuntimeScope scope, string? podUid = null)
    {
        var filter = new Dictionary<string, bool> { [$"{Cluster}={scope.ClusterId}"] = true, [$"{Node}={scope.NodeName}"] = true };
        if (podUid is not null)
        {
            filter[$"{PodUid}={podUid}"] = true;
        }

        return filter;
    }

    private static Dictionary<string, string> Common(RuntimeScope scope, PodIdentity pod, int attempt) => new()
    {
        [Cluster] = scope.ClusterId,
        [Node] = scope.NodeName,
        [Attempt] = attempt.ToString(CultureInfo.InvariantCulture),
        [PodName] = pod.Name,
        [PodNamespace] = pod.Namespace,
        [PodUid] = pod.Uid,
    };

    private static string Seconds(TimeSpan span) => ((long)span.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
