using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Autoscaling;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Kinds.Events;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Selectors;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Writing;

/// <summary>One object under two groups.</summary>
public sealed class ConvertedKindTests
{
    private const string Core = "{metadata: {name: e}, involvedObject: {kind: Pod, namespace: default, name: p}, message: said, source: {component: tester}, count: 2}";
    private const string Own = "{metadata: {name: e}, eventTime: \"2026-01-02T03:04:05.000006Z\", reportingController: tester, reportingInstance: t1, action: Test, reason: Tested, type: Normal, regarding: {kind: Pod, namespace: default, name: p}, note: said}";

    [Fact]
    public async Task Get_MadeInTheOtherGroup_HasItsOwnFields()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Events, Core);

        var found = await world.GetAsync(EventsKinds.Events, "e");

        Assert.Equal(("events.k8s.io/v1", "p", "said", "tester", 2L), (found.Text("apiVersion"), found.Text("regarding", "name"), found.Text("note"), found.Text("deprecatedSource", "component"), found.Integer("deprecatedCount")));
        Assert.Null(found.At("involvedObject"));
    }

    [Fact]
    public async Task Create_InOneGroup_IsSeenInBothAtOneRevision()
    {
        await using var world = await World.CreateAsync();
        var created = World.Done(await world.CreateAsync(EventsKinds.Events, Yaml.Parse(Own)));
        Assert.Equal(EventsKinds.Events, created.Object.Kind);

        var core = await world.GetAsync(CoreKinds.Events, "e");

        Assert.Equal(("v1", "p", "said", "tester"), (core.Text("apiVersion"), core.Text("involvedObject", "name"), core.Text("message"), core.Text("reportingComponent")));
        Assert.Equal(created.Object.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture), core.Text("metadata", "resourceVersion"));
    }

    [Fact]
    public async Task Apply_InTheOtherGroup_OwnsWhatItSaysAndNoMore()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Events, Core);

        var applied = World.Done(await world.ApplyAsync(EventsKinds.Events, "e", "{note: applied}", "a", force: true)).Object.Parse();

        Assert.Equal(("events.k8s.io/v1", "applied", "p"), (applied.Text("apiVersion"), applied.Text("note"), applied.Text("regarding", "name")));
        var core = await world.GetAsync(CoreKinds.Events, "e");
        Yaml.AssertSame(Yaml.Parse("""{"f:message": {}}"""), core.Objects("metadata", "managedFields").Single(entry => entry.Text("manager") == "a")["fieldsV1"]);
    }

    [Fact]
    public async Task Update_InTheOtherGroup_ChangesTheOneObject()
    {
        await using var world = await World.CreateAsync();
        World.Done(await world.CreateAsync(EventsKinds.Events, Yaml.Parse(Own)));

        World.Done(await world.UpdateAsync(EventsKinds.Events, "e", item => item["series"] = Yaml.Parse("{count: 3, lastObservedTime: \"2026-01-02T03:05:05.000000Z\"}"), World.As("tester")));

        Assert.Equal(3, (await world.GetAsync(CoreKinds.Events, "e")).Integer("series", "count"));
        var refused = World.Refused<Refusal.Invalid>(await world.UpdateAsync(EventsKinds.Events, "e", item => item["note"] = "other", World.As("tester")));
        Assert.Equal(("events.k8s.io", "message"), (refused.Group, Assert.Single(refused.Errors).Field));
    }

    [Fact]
    public async Task Create_WhatTheCoreGroupTakes_IsRefusedWithEachReason()
    {
        await using var world = await World.CreateAsync();

        var refused = World.Refused<Refusal.Invalid>(await world.CreateAsync(EventsKinds.Events, Yaml.Parse("{metadata: {name: e}, regarding: {kind: Pod, namespace: default, name: p}, deprecatedCount: 1, series: {count: 1}}")));

        Assert.Equal(["series.count", "series.lastObservedTime", "eventTime", "type", "count"], refused.Errors.Select(error => error.Field));
    }

    [Fact]
    public async Task List_ByAFieldOfTheCoreGroup_FindsItInBoth()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Events, Core);
        Assert.True(FieldSelector.TryParse("involvedObject.name=p", EventsKinds.Events, out var fields, out _));

        var page = Assert.IsType<ListOutcome.Page>(await world.Client.ListAsync(EventsKinds.Events, new ListQuery { Namespace = "default", Fields = fields }, World.Token));

        Assert.Equal("said", Assert.Single(page.Items).Parse().Text("note"));
    }

    [Fact]
    public async Task Delete_Missing_NamesTheKindThatWasAskedFor()
    {
        await using var world = await World.CreateAsync();
        Assert.Equal("events.events.k8s.io", World.Refused<Refusal.NotFound>(await world.DeleteAsync(EventsKinds.Events, "none")).QualifiedResource);
    }

    [Fact]
    public async Task KindsInUse_SharedCollection_IsNamedOnce()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Events, Core);
        Assert.Single(await world.Client.KindsInUseAsync(World.Token), kind => kind.Collection == "events");
    }

    private const string Scaler = """
        metadata: {name: h, annotations: {mine: kept}}
        spec:
          scaleTargetRef: {kind: Deployment, name: d, apiVersion: apps/v1}
          maxReplicas: 9
          behavior: {scaleDown: {stabilizationWindowSeconds: 5, selectPolicy: Max, policies: [{type: Pods, value: 1, periodSeconds: 60}]}}
          metrics:
            - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}
            - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
            - {type: ContainerResource, containerResource: {name: cpu, container: c, target: {type: Utilization, averageUtilization: 50}}}
            - {type: Pods, pods: {metric: {name: hits, selector: {matchLabels: {a: b}}}, target: {type: AverageValue, averageValue: "10"}}}
            - {type: Object, object: {describedObject: {kind: Service, name: s, apiVersion: v1}, metric: {name: rate}, target: {type: Value, value: "5"}}}
            - {type: Object, object: {describedObject: {kind: Service, name: s, apiVersion: v1}, metric: {name: mean}, target: {type: AverageValue, averageValue: "6"}}}
            - {type: External, external: {metric: {name: queue, selector: {matchLabels: {q: r}}}, target: {type: Value, value: "3"}}}
        """;

    [Fact]
    public async Task Autoscaler_InV1_HasItsFieldAndTheRestInAnnotations()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(AutoscalingKinds.HorizontalPodAutoscalers, Scaler);

        var v1 = await world.GetAsync(AutoscalingKinds.HorizontalPodAutoscalersV1, "h");

        Assert.Equal(70, v1.Integer("spec", "targetCPUUtilizationPercentage"));
        Assert.Equal(["autoscaling.alpha.kubernetes.io/behavior", "autoscaling.alpha.kubernetes.io/metrics", "mine"], v1.Map("metadata", "annotations").Keys.Order());
        var metrics = JsonNode.Parse(v1.Text("metadata", "annotations", "autoscaling.alpha.kubernetes.io/metrics")!)!.AsArray();
        Assert.Equal("""{"type":"Object","object":{"target":{"kind":"Service","name":"s","apiVersion":"v1"},"metricName":"rate","targetValue":"5"}}""", metrics[3]!.ToJsonString());
        Assert.Equal("""{"type":"External","external":{"metricName":"queue","metricSelector":{"matchLabels":{"q":"r"}},"targetValue":"3"}}""", metrics[5]!.ToJsonString());
    }

    [Fact]
    public async Task Autoscaler_WrittenBackInV1_KeepsAllOfV2()
    {
        await using var world = await World.CreateAsync();
        var before = await world.AddAsync(AutoscalingKinds.HorizontalPodAutoscalers, Scaler);

        World.Done(await world.UpdateAsync(AutoscalingKinds.HorizontalPodAutoscalersV1, "h", item => item["spec"]!["maxReplicas"] = 4, World.As("old-client")));

        var after = await world.GetAsync(AutoscalingKinds.HorizontalPodAutoscalers, "h");
        Assert.Equal(4, after.Integer("spec", "maxReplicas"));
        Assert.Equal(["mine"], after.Map("metadata", "annotations").Keys);
        Assert.True(JsonNode.DeepEquals(before.At("spec", "behavior"), after.At("spec", "behavior")));
        Assert.Equal(Sorted(before), Sorted(after));
    }

    /// <summary>v1 has the share of the CPU in front, wherever it stood.</summary>
    private static IEnumerable<string> Sorted(JsonObject? item) => item.Objects("spec", "metrics").Select(metric => metric.ToJsonString()).Order();
}
