using System.Text.Json.Nodes;
using CloudOrchestrator.Controllers.Deployments;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Recording;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Deployments;

/// <summary>An instance that read a Deployment a while ago comes in late: what another has done since stands.</summary>
public sealed class DeploymentRaceTests
{
    private const string Web = """
        metadata: {name: web}
        spec:
          replicas: 4
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: "web:1", resources: {requests: {cpu: 10m}}}]}
        """;

    /// <summary>By so much the clock moves on at a time: an instance that commits often pauses for the other.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reconcile_ItWasScaledAgainMeanwhile_AtAnyPoint_KeepsTheNewSize()
    {
        await AtEachPointAsync(
            async one => await one.UpdateAsync(AppsKinds.Deployments, "web", item => item["spec"]!["replicas"] = 1),
            async other =>
            {
                // There and back again: the ReplicaSet's size alone does not say that it was touched.
                await Controller(other.Client, other).ReconcileAsync("default/web", Token);
                await other.UpdateAsync(AppsKinds.Deployments, "web", item => item["spec"]!["replicas"] = 4);
                await Controller(other.Client, other).ReconcileAsync("default/web", Token);
            },
            async (one, when) => Assert.True(Rollout.Replicas((await one.AllAsync(AppsKinds.ReplicaSets)).Single()) == 4, $"{when}: an old size was written"));
    }

    [Fact]
    public async Task Reconcile_AForgottenTemplateCameBackMeanwhile_AtAnyPoint_KeepsItsReplicaSet()
    {
        await AtEachPointAsync(
            async one =>
            {
                await SetImageAsync(one, "web:2");
                await one.RunAsync();
                await one.UpdateAsync(AppsKinds.Deployments, "web", item => item["spec"]!["revisionHistoryLimit"] = 0);
            },
            async other =>
            {
                await SetImageAsync(other, "web:1");
                await Controller(other.Client, other).ReconcileAsync("default/web", Token);
            },
            async (one, when) => Assert.True(
                (await one.AllAsync(AppsKinds.ReplicaSets)).Where(item => Rollout.Replicas(item) > 0).All(item => item.At("metadata", "deletionTimestamp") is null)
                    && (await one.AllAsync(AppsKinds.ReplicaSets)).Any(item => ImageOf(item) == "web:1"),
                $"{when}: a ReplicaSet in use was deleted"));
    }

    private static async Task AtEachPointAsync(Func<Cluster, Task> change, Func<Cluster, Task> meanwhile, Func<Cluster, string, Task> assert)
    {
        var points = 0;
        for (var isReached = true; isReached; points++)
        {
            var log = new MemoryCommitLog(isSoleWriter: false);
            await using var one = new Cluster(log);
            await using var other = new Cluster(log, one.Time);
            await one.StartHostedAsync();
            await one.AddNodeAsync("n1");
            await one.CreateAsync(AppsKinds.Deployments, Web);
            await one.RunAsync();
            await change(one);
            var point = points;
            isReached = false;
            var client = new InterposedClient(one.Client)
            {
                Before = async call =>
                {
                    if (call == point)
                    {
                        isReached = true;
                        await meanwhile(other);
                    }
                },
            };
            await WhileTimeMovesAsync(one, Controller(client, one).ReconcileAsync("default/web", Token));

            if (isReached)
            {
                await assert(one, $"the other instance came in before call {point} of {client.Calls}");
            }
        }

        Assert.True(points > 3, $"{points} points");
    }

    private static async Task WhileTimeMovesAsync(Cluster cluster, Task work)
    {
        while (!work.IsCompleted)
        {
            cluster.Time.Advance(Step);
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(1), Token));
        }

        await work;
    }

    private static IReactor Controller(IResourceClient client, Cluster cluster) => new DeploymentController(client, new EventRecorder(cluster.Client, cluster.Time), cluster.Time);

    private static Task SetImageAsync(Cluster cluster, string image) =>
        cluster.UpdateAsync(AppsKinds.Deployments, "web", item => item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = image);

    private static string? ImageOf(JsonObject replicaSet) => replicaSet.Objects("spec", "template", "spec", "containers").Single().Text("image");
}
