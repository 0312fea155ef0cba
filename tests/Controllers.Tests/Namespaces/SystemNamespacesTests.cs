using CloudOrchestrator.Controllers.Namespaces;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Kinds.Scheduling;
using CloudOrchestrator.Resources.Reactors;
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
    public async Task StartAsync_NewCluster_HasTheClassesOfPriorityThatPodsOfTheSystemName()
    {
        await using var cluster = new Cluster();

        await cluster.StartHostedAsync();

        var classes = await cluster.AllAsync(SchedulingKinds.PriorityClasses);
        Assert.Equal(
            [("system-cluster-critical", 2_000_000_000L), ("system-node-critical", 2_000_001_000L)],
            classes.Select(one => (one.Text("metadata", "name")!, one.Integer("value")!.Value)));
        Assert.All(classes, one => Assert.StartsWith("Used for system critical pods that must ", one.Text("description"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task MakeMissingAsync_WhatGoesBeforeFails_MakesNothing()
    {
        await using var cluster = new Cluster();
        var namespaces = new SystemNamespaces(cluster.Client, new RecordingLogger<SystemNamespaces>());

        var failure = await namespaces.MakeMissingAsync(Task.CompletedTask, () => Task.FromResult<ReconcileFailure?>("cut off"), TestContext.Current.CancellationToken);

        Assert.Equal("cut off", failure!.Reason);
        Assert.Empty(await cluster.AllAsync(CoreKinds.Namespaces));
        Assert.Null(await namespaces.MakeMissingAsync(Task.CompletedTask, TestContext.Current.CancellationToken));
        Assert.Null(await namespaces.MakeMissingAsync(Task.CompletedTask, () => throw new InvalidOperationException("all are there"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task SettleAsync_ClassOfTheSystemIsDeleted_IsMadeAgain()
    {
        await using var cluster = new Cluster();
        await cluster.StartHostedAsync();

        await cluster.DeleteAsync(SchedulingKinds.PriorityClasses, "system-node-critical");
        await cluster.SettleAsync("system-priority-classes-controller");

        Assert.NotNull(await cluster.GetAsync(SchedulingKinds.PriorityClasses, "system-node-critical"));
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

        var failure = await namespaces.MakeMissingAsync(Task.CompletedTask, TestContext.Current.CancellationToken);

        Assert.False(failure!.IsForGood);
        Assert.Contains("kube-system", Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Contains("cut off", log.Warnings[0], StringComparison.Ordinal);
        Assert.Equal(["default", "kube-node-lease", "kube-public"], (await cluster.AllAsync(CoreKinds.Namespaces)).Select(one => one.Text("metadata", "name")));

        await namespaces.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, log.Warnings.Count);

        client.Refuse = _ => null;
        Assert.Null(await namespaces.MakeMissingAsync(Task.CompletedTask, TestContext.Current.CancellationToken));
        Assert.Equal(4, (await cluster.AllAsync(CoreKinds.Namespaces)).Count);
    }
}
