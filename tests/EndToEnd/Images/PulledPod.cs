using System.Text.Json.Nodes;
using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.Images;

/// <summary>A pod of one container in a namespace of its own.</summary>
internal sealed class PulledPod
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly TestCluster _cluster;
    private readonly string _namespace = $"pull-{Guid.NewGuid():n}"[..20];

    private PulledPod(TestCluster cluster) => _cluster = cluster;

    /// <summary>Makes the namespace; pods come next.</summary>
    public static async Task<PulledPod> StartAsync(TestCluster cluster)
    {
        var pod = new PulledPod(cluster);
        await cluster.KubectlAsync("create", "namespace", pod._namespace);
        return pod;
    }

    public Task<string> KubectlAsync(params string[] arguments) => _cluster.KubectlAsync(["-n", _namespace, .. arguments]);

    public async Task CreateAsync(string image, string policy, string name = "app", string? pullSecret = null)
    {
        var secrets = pullSecret is null ? "" : $",\"imagePullSecrets\":[{{\"name\":\"{pullSecret}\"}}]";
        // By the overrides, since kubectl itself refuses an invalid name.
        var spec = $"{{\"containers\":[{{\"name\":\"{name}\",\"image\":\"{image}\",\"imagePullPolicy\":\"{policy}\"}}],\"terminationGracePeriodSeconds\":1{secrets}}}";
        await KubectlAsync("run", name, "--image=overridden", "--overrides", $"{{\"spec\":{spec}}}");
    }

    public Task RunsAsync(string name = "app") => Eventually.HoldsAsync(Deadline, async () =>
        await StateAsync(name) is { } state && state["running"] is not null ? null : $"{name} runs; its state is {await StateAsync(name)}");

    /// <summary>Waits until the container waits for one of the reasons; answers the message.</summary>
    public async Task<string> WaitsForAsync(params string[] reasons)
    {
        var message = "";
        await Eventually.HoldsAsync(Deadline, async () =>
        {
            var waiting = (await StateAsync("app"))?["waiting"];
            message = (string?)waiting?["message"] ?? "";
            return reasons.Contains((string?)waiting?["reason"]) ? null : $"the container waits for {string.Join(" or ", reasons)}; its state is {await StateAsync("app")}";
        });
        return message;
    }

    /// <summary>Waits until an event of this reason is there whose message holds a text.</summary>
    public Task IsToldAsync(string reason, string text) => Eventually.HoldsAsync(Deadline, async () =>
    {
        var events = await KubectlAsync("get", "events", "--field-selector", $"reason={reason}", "-o", "jsonpath={range .items[*]}{.type} {.message}{\"\\n\"}{end}");
        return events.Contains(text, StringComparison.Ordinal) ? null : $"an event {reason} that says \"{text}\"; there are:\n{await KubectlAsync("get", "events")}";
    });

    /// <summary>The id of the image that the container runs.</summary>
    public async Task<string> ImageIdAsync(string name = "app") => await KubectlAsync("get", "pod", name, "-o", "jsonpath={.status.containerStatuses[0].imageID}");

    private async Task<JsonNode?> StateAsync(string name) =>
        (await _cluster.GetAsync("pod", name, "-n", _namespace))["status"]?["containerStatuses"]?[0]?["state"];
}
