using CloudOrchestrator.LocalAzure.Tests.Worlds;
using k8s;
using k8s.Models;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>The instance that committed is gone before it reacted, and with it what it would have published or what it had.</summary>
[Collection("Clouds")]
public class LostEventTests(Account account)
{
    private const string Deployments = "apps/deployments";

    [Fact]
    public async Task Commit_ItsInstanceDiesBeforeItPublishes_NextTickPublishes()
    {
        await using var cluster = await Cluster.StartAsync(account);
        // The first tick of a build looks at everything; this is to be the second.
        await cluster.SucceedingTickAsync();
        var before = cluster.Events.Counts.Take();

        await CommitAndDieAsync(cluster);
        await cluster.SucceedingTickAsync();

        await IsReconciledAsync(cluster);
        Assert.True((cluster.Events.Counts.Take() - before)["workload-controllers"].Matched > 0, "nothing was published");
    }

    [Fact]
    public async Task Events_AllLostAndTheirInstanceDies_ResyncHeals()
    {
        await using var cluster = await Cluster.StartAsync(account);
        cluster.Events.Faults.Drop(TimeSpan.FromHours(1));

        await CommitAndDieAsync(cluster);
        await cluster.SucceedingTickAsync();

        await IsReconciledAsync(cluster);
    }

    /// <summary>A Deployment that is committed, and whose instance is gone before it knows.</summary>
    private static async Task CommitAndDieAsync(Cluster cluster)
    {
        var held = cluster.Storage.Faults.HoldAnswer(call => call.Commits(Deployments));
        var labels = new Dictionary<string, string> { ["app"] = "left" };
        var creation = cluster.Client.AppsV1.CreateNamespacedDeploymentAsync(
            new V1Deployment
            {
                Metadata = new V1ObjectMeta { Name = "left" },
                Spec = new V1DeploymentSpec
                {
                    Replicas = 2,
                    Selector = new V1LabelSelector { MatchLabels = labels },
                    Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = labels }, Spec = new V1PodSpec { Containers = [new V1Container { Name = "main", Image = "main:1" }] } },
                },
            },
            "default",
            cancellationToken: Within.Test);
        await held.Held.Comes("the commit of a Deployment");
        await cluster.HttpInstances.Single().KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => creation);
        held.Release();
        await cluster.Functions.ListensAsync(Within.Test).Comes("another instance");
    }

    private static Task IsReconciledAsync(Cluster cluster) => Within.Nothing(
        async () => (await cluster.Client.CoreV1.ListNamespacedPodAsync("default", cancellationToken: Within.Test)).Items.Count == 2 ? null : "two pods", cluster.LastWords);
}
