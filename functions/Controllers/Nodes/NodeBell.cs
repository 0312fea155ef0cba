using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Controllers.Nodes;

/// <summary>Tells nodes to look for news of their pods. A key is a node's name.</summary>
internal sealed class NodeBell(INodeSignals signals) : IReactor
{
    public string Name => "node-bell";

    public ReactorGroup Group => ReactorGroup.Nodes;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
    [
        new(BuiltInKinds.Pods, static (before, after) => NodeNews.IsNews(before, after) ? [PodFacts.Of((after ?? before)!).NodeName] : []),
        new(BuiltInKinds.Nodes, static (before, after) => after is not null && before is not null && IsLost(after) && !IsLost(before) ? [after.Name.Name] : []),
    ];

    public TimeSpan ResyncPeriod => TimeSpan.FromHours(1);

    /// <summary>None: nodes look for themselves once an hour.</summary>
    public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => new([]);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        await signals.RingAsync(key, cancellationToken).ConfigureAwait(false);
        return new ReconcileResult(Acts: 1);
    }

    /// <summary>A node that was given up says how it is once it hears of that.</summary>
    private static bool IsLost(ResourceObject node) => Conditions.Find(node.Parse()["status"], "Ready").Text("status") == "Unknown";
}
