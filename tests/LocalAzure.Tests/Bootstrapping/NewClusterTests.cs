using CloudOrchestrator.LocalAzure.Tests.Worlds;
using k8s;

namespace CloudOrchestrator.LocalAzure.Tests.Bootstrapping;

/// <summary>What every cluster has is there before its first request is answered, though no process lives that would make it.</summary>
[Collection("Clouds")]
public sealed class NewClusterTests(Account account)
{
    [Fact]
    public async Task NewCluster_FirstRequest_FindsWhatEveryClusterHas_AndWhatIsDeletedComesBack()
    {
        await using var cluster = await Cluster.StartAsync(account, new ClusterOptions());

        var classes = await cluster.Client.SchedulingV1.ListPriorityClassAsync(cancellationToken: Within.Test);
        var services = await cluster.Client.ApiregistrationV1.ListAPIServiceAsync(cancellationToken: Within.Test);
        var flows = await cluster.Client.FlowcontrolApiserverV1.ListFlowSchemaAsync(cancellationToken: Within.Test);

        Assert.Equal(["system-cluster-critical", "system-node-critical"], classes.Items.Select(one => one.Metadata.Name));
        Assert.Equal(13, flows.Items.Count);
        var uid = services.Items.Single(one => one.Metadata.Name == "v1.apps").Metadata.Uid;
        await cluster.Client.ApiregistrationV1.DeleteAPIServiceAsync("v1.apps", cancellationToken: Within.Test);
        await Within.Nothing(
            async () => (await cluster.Client.ApiregistrationV1.ListAPIServiceAsync(fieldSelector: "metadata.name=v1.apps", cancellationToken: Within.Test)).Items.Any(one => one.Metadata.Uid != uid)
                ? null
                : "the API service again",
            cluster.LastWords);
    }
}
