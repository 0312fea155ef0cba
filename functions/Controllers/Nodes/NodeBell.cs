using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Controllers.Nodes;

/// <summary>Tells nodes to look for news of their pods. A key is a node's name.</summary>
internal sealed class NodeBell(INodeSignals signals, IResourceClient client) : IReactor
{
    public string Name => "node-bell";

    public ReactorGroup Group => ReactorGroup.Nodes;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
    [
        new(CoreKinds.Pods, static (before, after) => NodeNews.IsNews(before, after) ? [PodFacts.Of((after ?? before)!).NodeName] : []),
        new(CoreKinds.Nodes, static (before, after) => after is not null && before is not null && IsLost(after) && !IsLost(before) ? [after.Name.Name] : []),
    ];

    public TimeSpan ResyncPeriod => TimeSpan.FromHours(1);

    /// <summary>The nodes that owe a pod its start or its end: they may not have heard of it. None where all is as it should be; and nodes look for
    /// themselves once an hour.</summary>
    public async ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken)
    {
        var pods = await client.StateAsync(CoreKinds.Pods, cancellationToken).ConfigureAwait(false);
        return [.. pods.All().Select(PodFacts.Of).Where(pod => pod.NodeName.Length > 0 && (pod.IsDeleting || pod.Phase is "" or "Pending")).Select(pod => pod.NodeName).Distinct()];
    }

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        await signals.RingAsync(key, cancellationToken).ConfigureAwait(false);
        return new ReconcileResult(Acts: 1);
    }

    /// <summary>A node that was given up says how it is once it hears of that.</summary>
    private static bool IsLost(ResourceObject node) => Conditions.Find(node.Parse()["status"], "Ready").Text("status") == "Unknown";
}
