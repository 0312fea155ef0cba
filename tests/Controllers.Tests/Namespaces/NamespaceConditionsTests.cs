using System.Text.Json.Nodes;
using CloudOrchestrator.Controllers.Namespaces;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Namespaces;

/// <summary>A namespace that is going says what holds it up, until nothing does.</summary>
public sealed class NamespaceConditionsTests : IAsyncDisposable
{
    private readonly Cluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reconcile_WhatRemains_IsCountedByKindAndByFinalizer()
    {
        await GoingAsync();
        await ReconcileAsync(_cluster.Client);

        Assert.Equal("Some resources are remaining: configmaps. has 2 resource instances, deployments.apps has 1 resource instances", Condition(await NamespaceAsync(), "NamespaceContentRemaining", "True"));
        Assert.Equal(
            "Some content in the namespace has finalizers remaining: example.com/a in 2 resource instances, example.com/b in 2 resource instances",
            Condition(await NamespaceAsync(), "NamespaceFinalizersRemaining", "True"));
        Assert.Equal(5, (await NamespaceAsync()).Objects("status", "conditions").Count());
    }

    [Fact]
    public async Task Reconcile_NothingNew_WritesNothing()
    {
        await GoingAsync();
        await ReconcileAsync(_cluster.Client);
        var before = (await NamespaceAsync()).Text("metadata", "resourceVersion");
        _cluster.Time.Advance(TimeSpan.FromMinutes(1));

        var result = await ReconcileAsync(_cluster.Client);

        Assert.Equal(before, (await NamespaceAsync()).Text("metadata", "resourceVersion"));
        Assert.NotNull(result.LookAgainAfter);
    }

    [Fact]
    public async Task Reconcile_ADeletionIsRefused_IsSaidAndThenNot()
    {
        await GoingAsync();
        var client = new InterposedClient(_cluster.Client) { Refuse = write => write is ResourceWrite.Delete { Kind.Kind: "ConfigMap" } ? new Refusal.Unavailable("cut off") : null };

        var result = await ReconcileAsync(client);

        Assert.NotNull(result.Failure);
        var said = Condition(await NamespaceAsync(), "NamespaceDeletionContentFailure", "True");
        Assert.StartsWith("Failed to delete all resource types, 1 remaining: ", said, StringComparison.Ordinal);
        Assert.Contains("cut off", said, StringComparison.Ordinal);

        await ReconcileAsync(_cluster.Client);
        Assert.Equal("All content successfully deleted, may be waiting on finalization", Condition(await NamespaceAsync(), "NamespaceDeletionContentFailure", "False"));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private async Task GoingAsync()
    {
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: web}");
        await _cluster.CreateAsync(CoreKinds.ConfigMaps, "metadata: {name: a, finalizers: [example.com/a, example.com/b]}", "web");
        await _cluster.CreateAsync(CoreKinds.ConfigMaps, "metadata: {name: b, finalizers: [example.com/b]}", "web");
        await _cluster.CreateAsync(CoreKinds.Secrets, "metadata: {name: gone}", "web");
        await _cluster.CreateAsync(
            AppsKinds.Deployments,
            "{metadata: {name: d, finalizers: [example.com/a]}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}}",
            "web");
        await _cluster.DeleteAsync(CoreKinds.Namespaces, "web");
    }

    private Task<ReconcileResult> ReconcileAsync(IResourceClient client) => new NamespaceController(client, _cluster.Time).ReconcileAsync("web", Token);

    private async Task<JsonObject> NamespaceAsync() => (await _cluster.GetAsync(CoreKinds.Namespaces, "web"))!;

    private static string? Condition(JsonObject @namespace, string type, string status)
    {
        var condition = Conditions.Find(@namespace["status"], type);
        Assert.Equal(status, condition.Text("status"));
        return condition.Text("message");
    }
}
