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

/// <summary>Two instances scale at once, and see the pods, or what is wanted, differently: no more go than have to.</summary>
public sealed class ScaleDownRaceTests
{
    private const int Before = 6;
    private const int After = 3;
    private const int Again = 8;

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
    public async Task Reconcile_TheOtherInstanceTakesOtherPodsAway_AtAnyPoint_LeavesAsManyAsWanted() => await AtEachPointAsync(
        async other =>
        {
            await DispraiseAsync(other);
            await Controller(other.Client, other).ReconcileAsync("default/web", Token);
        },
        async (one, when) => Assert.True((await ActiveAsync(one)).Count == After, $"{(await ActiveAsync(one)).Count} pods are left {when}"));

    [Fact]
    public async Task Reconcile_TheOtherInstanceScalesUpAgain_AtAnyPoint_TakesNoneAway()
    {
        IReadOnlyCollection<string> made = [];
        await AtEachPointAsync(
            async other =>
            {
                await DispraiseAsync(other);
                await Controller(other.Client, other).ReconcileAsync("default/web", Token);
                await other.UpdateAsync(AppsKinds.ReplicaSets, "web", item => item["spec"]!["replicas"] = Again);
                await Controller(other.Client, other).ReconcileAsync("default/web", Token);
                made = await ActiveAsync(other);
                Assert.Equal(Again, made.Count);
            },
            async (one, when) => Assert.True(made.Order().SequenceEqual((await ActiveAsync(one)).Order()), $"other pods are left than those made {when}"));
    }

    /// <summary>One instance scales down, and the other comes in before each of its calls in turn.</summary>
    private static async Task AtEachPointAsync(Func<Cluster, Task> meanwhile, Func<Cluster, string, Task> assert)
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
            Assert.Equal(Before, (await ActiveAsync(one)).Count);
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
                        await meanwhile(other);
                        one.Time.Advance(Apart);
                    }
                },
            };
            one.Time.Advance(Apart);

            await Controller(client, one).ReconcileAsync("default/web", Token);

            if (isReached)
            {
                await assert(one, $"where the other instance came in before call {point} of {client.Calls}");
            }
        }

        Assert.True(points > After, $"{points} points");
    }

    private static IReactor Controller(IResourceClient client, Cluster cluster) => new ReplicaSetController(client, new EventRecorder(cluster.Client, cluster.Time), cluster.Time);

    /// <summary>The uids of the pods that are not on their way out.</summary>
    private static async Task<IReadOnlyCollection<string>> ActiveAsync(Cluster cluster) =>
        [.. (await cluster.AllAsync(CoreKinds.Pods)).Where(pod => pod.At("metadata", "deletionTimestamp") is null).Select(pod => pod.Text("metadata", "uid")!)];

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
