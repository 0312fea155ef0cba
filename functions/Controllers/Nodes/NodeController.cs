using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.Nodes;

/// <summary>Judges nodes by their leases, taints those that are not well, and takes pods off them.</summary>
internal sealed class NodeController(IResourceClient client, TimeProvider time) : IReactor
{
    public const string LeaseNamespace = "kube-node-lease";

    public string Name => "node-controller";

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
    [
        Keys.OnChange(BuiltInKinds.Nodes),
        new(BuiltInKinds.Pods, static (before, after) => before is null && after is not null && after.Parse().Text("spec", "nodeName") is { Length: > 0 } node ? [node] : []),
    ];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(5);

    public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => Keys.AllAsync(client, BuiltInKinds.Nodes, cancellationToken);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var name = new ObjectName("", key);
        var pods = (await client.StateAsync(BuiltInKinds.Pods, cancellationToken).ConfigureAwait(false)).OnNode(key).Select(pod => pod.Parse()).ToList();
        if (await client.GetAsync(BuiltInKinds.Nodes, name, cancellationToken).ConfigureAwait(false) is not { } node)
        {
            await DeleteAsync(pods, new DeletePolicy(GracePeriodSeconds: 0), cancellationToken).ConfigureAwait(false);
            return ReconcileResult.Done;
        }

        var lease = await client.GetAsync(BuiltInKinds.Leases, new ObjectName(LeaseNamespace, key), cancellationToken).ConfigureAwait(false);
        var plan = NodePlan.Decide(node.Parse(), lease?.Parse(), pods, time.GetUtcNow());
        if (plan.Status is { } status)
        {
            await client.WriteAsync(new ResourceWrite.Update(BuiltInKinds.Nodes, name, current => StatusUpdate.Of(current, node.Uid, status)), WriteContext.Controller(Name, Subresource.Status), cancellationToken).ConfigureAwait(false);
        }

        if (plan.Taints is { } taints)
        {
            await client.WriteAsync(new ResourceWrite.Update(BuiltInKinds.Nodes, name, current => Taint(current, taints)), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false);
        }

        await DeleteAsync(plan.Evict, new DeletePolicy(), cancellationToken).ConfigureAwait(false);
        return new ReconcileResult(plan.LookAgainAfter);
    }

    private static UpdateDecision Taint(JsonObject? current, JsonArray taints)
    {
        if (current is null)
        {
            return new UpdateDecision.Nothing();
        }

        current.Ensure("spec")["taints"] = taints.DeepClone();
        return new UpdateDecision.Replace(current);
    }

    private Task DeleteAsync(IEnumerable<JsonObject> pods, DeletePolicy policy, CancellationToken cancellationToken) =>
        Task.WhenAll(pods.Select(pod => client.WriteAsync(
            new ResourceWrite.Delete(
                BuiltInKinds.Pods,
                new ObjectName(pod.Text("metadata", "namespace")!, pod.Text("metadata", "name")!),
                policy with { Uid = pod.Text("metadata", "uid") }),
            WriteContext.Controller(Name),
            cancellationToken)));
}
