using CloudOrchestrator.Controllers.Namespaces;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Writing;
using CloudOrchestrator.Store.Conformance;
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
            (await cluster.AllAsync(CoreKinds.Namespaces)).Select(one => one.Text("metadata", "name")));
    }

    [Fact]
    public async Task MakeMissingAsync_OneIsRefused_SaysSoAndMakesTheOthers()
    {
        await using var cluster = new Cluster();
        var log = new RecordingLogger<SystemNamespaces>();
        var client = new InterposedClient(cluster.Client)
        {
            Refuse = write => write is ResourceWrite.Create create && create.Document.Text("metadata", "name") == "kube-system" ? new Refusal.Unavailable("cut off") : null,
        };
        var namespaces = new SystemNamespaces(client, log);

        var (missed, failure) = await namespaces.MakeMissingAsync(Task.CompletedTask, TestContext.Current.CancellationToken);

        Assert.True(missed);
        Assert.False(failure!.IsForGood);
        Assert.Contains("kube-system", Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Contains("cut off", log.Warnings[0], StringComparison.Ordinal);
        Assert.Equal(["default", "kube-node-lease", "kube-public"], (await cluster.AllAsync(CoreKinds.Namespaces)).Select(one => one.Text("metadata", "name")));

        await namespaces.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, log.Warnings.Count);

        client.Refuse = _ => null;
        Assert.Equal((true, null), await namespaces.MakeMissingAsync(Task.CompletedTask, TestContext.Current.CancellationToken));
        Assert.Equal((false, null), await namespaces.MakeMissingAsync(Task.CompletedTask, TestContext.Current.CancellationToken));
        Assert.Equal(4, (await cluster.AllAsync(CoreKinds.Namespaces)).Count);
    }
}
