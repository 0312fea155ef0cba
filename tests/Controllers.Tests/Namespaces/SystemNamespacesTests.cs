using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Namespaces;

public sealed class SystemNamespacesTests
{
    [Fact]
    public async Task StartAsync_NewCluster_HasTheNamespacesBeforeAnyReactorRuns()
    {
        await using var cluster = new Cluster();

        await cluster.StartHostedAsync();

        Assert.Equal(
            ["default", "kube-node-lease", "kube-public", "kube-system"],
            (await cluster.AllAsync(BuiltInKinds.Namespaces)).Select(one => one.Text("metadata", "name")));
    }
}
