using System.Text.Json.Nodes;
using CloudOrchestrator.Controllers.ReplicaSets;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Recording;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.ReplicaSets;

/// <summary>Two instances scale down at once, and see the pods differently: no more go than have to.</summary>
public sealed class ScaleDownRaceTests
{
    private const int Before = 6;
    private const int After = 3;

    private const string Web = """
        metadata: {name: web}
        spec:
          replicas: 6
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: "web:1"}]}
        """;

    /// <summary>Far enough apart that no instance pauses for the other, which it would for ever while time stands still.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reconcile_TheOtherInstanceTakesOtherPodsAway_AtAnyPoint_LeavesAsManyAsWanted()
    {
        var points = 0;
        for (var isReached = true; isReached; points++)
        {
            var log = new MemoryCommitLog(isSoleWriter: false);
            await using var one = new Cluster(log);
            await using var other = new Cluster(log, one.Time);
            await one.StartHostedAsync();
            await one.MakeAccountsAsync();
            await one.CreateAsync(AppsKinds.ReplicaSets, Web);
            await Controller(one.Client, one).ReconcileAsync("default/web", Token);
            Assert.Equal(Before, await ActiveAsync(one));
            await one.UpdateAsync(AppsKinds.ReplicaSets, "web", item => item["spec"]!["replicas"] = After);
            var point = points;
            isReached = false;
            var client = new InterposedClient(one.Client)
            {
                Before = async call =>
                {
                    if (call == point)
                    {
                        isReached = true;
                        one.Time.Advance(Apart);
                        await DispraiseAsync(other);
                        await Controller(other.Client, other).ReconcileAsync("default/web", Token);
                    }
                },
            };
            one.Time.Advance(Apart);

            await Controller(client, one).ReconcileAsync("default/web", Token);

            Assert.True(await ActiveAsync(one) == After, $"{await ActiveAsync(one)} pods are left where the other instance came in before call {point} of {client.Calls}");
        }

        Assert.True(points > After, $"{points} points");
    }

    private static IReactor Controller(IResourceClient client, Cluster cluster) => new ReplicaSetController(client, new EventRecorder(cluster.Client, cluster.Time), cluster.Time);

    private static async Task<int> ActiveAsync(Cluster cluster) =>
        (await cluster.AllAsync(CoreKinds.Pods)).Count(pod => pod.At("metadata", "deletionTimestamp") is null);

    /// <summary>Makes those pods go first that would have gone last.</summary>
    private static async Task DispraiseAsync(Cluster cluster)
    {
        var pods = (await cluster.AllAsync(CoreKinds.Pods)).Select(pod => pod.Text("metadata", "name")!).Order(StringComparer.Ordinal);
        foreach (var (index, name) in pods.Index())
        {
            await cluster.UpdateAsync(CoreKinds.Pods, name, pod => Annotations(pod)["controller.kubernetes.io/pod-deletion-cost"] = $"{-index}");
        }
    }

    private static JsonObject Annotations(JsonObject pod) => pod.Ensure("metadata").Ensure("annotations");
}
