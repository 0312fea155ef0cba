using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
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
    public async Task Apply_InTheOtherGroup_OwnsWhatItSaysAsThatGroupCallsIt()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Events, Core);

        var applied = World.Done(await world.ApplyAsync(EventsKinds.Events, "e", "{note: said, series: {count: 2, lastObservedTime: \"2026-01-02T03:05:05.000000Z\"}}", "a")).Object.Parse();

        Assert.Equal(("events.k8s.io/v1", 2L, "p"), (applied.Text("apiVersion"), applied.Integer("series", "count"), applied.Text("regarding", "name")));
        var entry = Entry(await world.GetAsync(CoreKinds.Events, "e"), "a");
        Assert.Equal(("events.k8s.io/v1", "Apply"), (entry.Text("apiVersion"), entry.Text("operation")));
        Yaml.AssertSame(Yaml.Parse("""{"f:note": {}, "f:series": {"f:count": {}, "f:lastObservedTime": {}}}"""), entry["fieldsV1"]);
    }

    [Fact]
    public async Task Apply_NothingYetInTheOtherGroup_CreatesIt()
    {
        await using var world = await World.CreateAsync();

        World.Done(await world.ApplyAsync(EventsKinds.Events, "e", Yaml.Parse(Own), World.As("a")));

        var core = await world.GetAsync(CoreKinds.Events, "e");
        Assert.Equal("said", core.Text("message"));
        Assert.Equal("events.k8s.io/v1", Entry(core, "a").Text("apiVersion"));
        Assert.NotNull(Entry(core, "a").At("fieldsV1", "f:note"));
        var refused = World.Refused<Refusal.Invalid>(await world.ApplyAsync(EventsKinds.Events, "f", "{note: said}", "a"));
        Assert.Contains("eventTime", refused.Errors.Select(error => error.Field));
    }

    [Fact]
    public async Task Apply_WhatTheOtherGroupSaid_IsConflictInItsVersion()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Events, "{metadata: {name: e}, involvedObject: {kind: Pod, namespace: default, name: p}, series: {count: 2, lastObservedTime: \"2026-01-02T03:05:05.000000Z\"}}");

        var refused = World.Refused<Refusal.ApplyConflict>(await world.ApplyAsync(EventsKinds.Events, "e", "{series: {count: 3}}", "a"));
        Assert.Equal((".series.count", "conflict with \"tester\" using v1"), (Assert.Single(refused.Causes).Field, refused.Causes[0].Message));

        World.Done(await world.ApplyAsync(EventsKinds.Events, "e", "{series: {count: 3}}", "a", force: true));
        var core = await world.GetAsync(CoreKinds.Events, "e");
        Yaml.AssertSame(Yaml.Parse("""{".": {}, "f:lastObservedTime": {}}"""), Entry(core, "tester").At("fieldsV1", "f:series"));
    }

    [Fact]
    public async Task Apply_InOneVersionAfterTheOther_TakesOutWhatIsNotSaidAnyMore()
    {
        await using var world = await World.CreateAsync();
        const string target = "scaleTargetRef: {kind: Deployment, name: d, apiVersion: apps/v1}, maxReplicas: 9";
        World.Done(await world.ApplyAsync(AutoscalingKinds.HorizontalPodAutoscalersV1, "h", $"{{metadata: {{labels: {{a: b}}}}, spec: {{{target}, minReplicas: 3, targetCPUUtilizationPercentage: 60}}}}", "a"));
        Assert.Equal("autoscaling/v1", Entry(await world.GetAsync(AutoscalingKinds.HorizontalPodAutoscalers, "h"), "a").Text("apiVersion"));

        World.Done(await world.ApplyAsync(AutoscalingKinds.HorizontalPodAutoscalers, "h", $"{{spec: {{{target}}}}}", "a"));

        var v2 = await world.GetAsync(AutoscalingKinds.HorizontalPodAutoscalers, "h");
        Assert.Null(v2.At("metadata", "labels"));
        Assert.Equal((1L, 80L), (v2.Integer("spec", "minReplicas"), v2.Objects("spec", "metrics").Single().Integer("resource", "target", "averageUtilization")));
        Assert.Equal("autoscaling/v2", Entry(v2, "a").Text("apiVersion"));
    }

    [Fact]
    public async Task Update_InTheOtherVersion_IsManagedInThatVersionAndTakesFromOthersInTheirs()
    {
        await using var world = await World.CreateAsync();
        const string target = "scaleTargetRef: {kind: Deployment, name: d, apiVersion: apps/v1}, maxReplicas: 9";
        World.Done(await world.ApplyAsync(AutoscalingKinds.HorizontalPodAutoscalersV1, "h", $"{{spec: {{{target}, targetCPUUtilizationPercentage: 60}}}}", "a"));

        World.Done(await world.UpdateAsync(AutoscalingKinds.HorizontalPodAutoscalers, "h", item => item["spec"]!["metrics"]![0]!["resource"]!["target"]!["averageUtilization"] = 70, World.As("u")));
        var v1 = await world.GetAsync(AutoscalingKinds.HorizontalPodAutoscalersV1, "h");
        Assert.Null(Entry(v1, "a").At("fieldsV1", "f:spec", "f:targetCPUUtilizationPercentage"));
        Yaml.AssertSame(Yaml.Parse("""{"f:spec": {"f:metrics": {}}}"""), Entry(v1, "u")["fieldsV1"]);

        World.Done(await world.UpdateAsync(AutoscalingKinds.HorizontalPodAutoscalersV1, "h", item => item["spec"]!["targetCPUUtilizationPercentage"] = 50, World.As("old")));
        var v2 = await world.GetAsync(AutoscalingKinds.HorizontalPodAutoscalers, "h");
        Assert.Equal("autoscaling/v1", Entry(v2, "old").Text("apiVersion"));
        Yaml.AssertSame(Yaml.Parse("""{"f:spec": {"f:targetCPUUtilizationPercentage": {}}}"""), Entry(v2, "old")["fieldsV1"]);
        Assert.DoesNotContain(v2.Objects("metadata", "managedFields"), entry => entry.Text("manager") == "u");
    }

    [Fact]
    public async Task Apply_ByKubectlInTheOtherVersion_KeepsTheAnnotationInThatVersion()
    {
        await using var world = await World.CreateAsync();
        const string spec = "{scaleTargetRef: {kind: Deployment, name: d, apiVersion: apps/v1}, maxReplicas: 9}";
        await world.AddAsync(AutoscalingKinds.HorizontalPodAutoscalersV1, $"{{metadata: {{name: h, annotations: {{kubectl.kubernetes.io/last-applied-configuration: \"x\"}}}}, spec: {spec}}}");

        World.Done(await world.ApplyAsync(AutoscalingKinds.HorizontalPodAutoscalersV1, "h", $"{{spec: {spec}}}", "kubectl", force: true));

        var text = (await world.GetAsync(AutoscalingKinds.HorizontalPodAutoscalers, "h")).Text("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration");
        Assert.Equal("autoscaling/v1", JsonNode.Parse(text!).Text("apiVersion"));
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
        Assert.True(FieldSelector.TryParse("regarding.name=p,involvedObject.kind=Pod", EventsKinds.Events, out var fields, out _));

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
    public async Task Autoscaler_OfAnAmountOfCpu_IsNoShareOfItInV1()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(
            AutoscalingKinds.HorizontalPodAutoscalers,
            "{metadata: {name: h}, spec: {scaleTargetRef: {kind: Deployment, name: d, apiVersion: apps/v1}, maxReplicas: 9, metrics: [{type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 500m}}}, {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]}}");

        var v1 = await world.GetAsync(AutoscalingKinds.HorizontalPodAutoscalersV1, "h");

        Assert.Null(v1.At("spec", "targetCPUUtilizationPercentage"));
        Assert.Equal("""[{"type":"Resource","resource":{"name":"cpu","targetAverageValue":"500m"}}]""", v1.Text("metadata", "annotations", "autoscaling.alpha.kubernetes.io/metrics"));
    }

    [Fact]
    public async Task Autoscaler_StatusInV1_IsAsKubernetesKeepsIt()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(AutoscalingKinds.HorizontalPodAutoscalers, Scaler);
        const string status = """
            currentReplicas: 2
            desiredReplicas: 3
            currentMetrics:
              - {type: Resource, resource: {name: memory, current: {averageValue: 1Gi}}}
              - {type: Resource, resource: {name: cpu, current: {averageUtilization: 71, averageValue: 710m}}}
              - {type: External, external: {metric: {name: queue}, current: {averageValue: "4"}}}
            conditions: [{type: AbleToScale, status: "True", reason: "a<b"}]
            """;
        World.Done(await world.UpdateAsync(AutoscalingKinds.HorizontalPodAutoscalers, "h", item => item["status"] = Yaml.Parse(status), World.As("hpa", Subresource.Status)));

        var v1 = await world.GetAsync(AutoscalingKinds.HorizontalPodAutoscalersV1, "h");
        Yaml.AssertSame(Yaml.Parse("{currentReplicas: 2, desiredReplicas: 3, currentCPUUtilizationPercentage: 71}"), v1!["status"]);
        Assert.Equal(
            """[{"type":"Resource","resource":{"name":"memory","currentAverageValue":"1Gi"}},{"type":"Resource","resource":{"name":"cpu","currentAverageUtilization":71,"currentAverageValue":"710m"}},{"type":"External","external":{"metricName":"queue","currentAverageValue":"4","currentValue":"0"}}]""",
            v1.Text("metadata", "annotations", "autoscaling.alpha.kubernetes.io/current-metrics"));
        Assert.Equal(
            """[{"type":"AbleToScale","status":"True","lastTransitionTime":null,"reason":"a\u003cb"}]""", v1.Text("metadata", "annotations", "autoscaling.alpha.kubernetes.io/conditions"));
        Assert.Equal(
            """{"ScaleUp":{"StabilizationWindowSeconds":0,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":4,"PeriodSeconds":15},{"Type":"Percent","Value":100,"PeriodSeconds":15}],"Tolerance":null},"ScaleDown":{"StabilizationWindowSeconds":5,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":1,"PeriodSeconds":60}],"Tolerance":null}}""",
            v1.Text("metadata", "annotations", "autoscaling.alpha.kubernetes.io/behavior"));

        var before = await world.GetAsync(AutoscalingKinds.HorizontalPodAutoscalers, "h");
        World.Done(await world.PutAsync(AutoscalingKinds.HorizontalPodAutoscalersV1, "h", v1, World.As("old", Subresource.Status)));
        Yaml.AssertSame(before!["status"], (await world.GetAsync(AutoscalingKinds.HorizontalPodAutoscalers, "h"))!["status"]);
    }

    [Theory]
    [InlineData("metrics", "[{\"type\":1}]")]
    [InlineData("metrics", "[{\"type\":\"Pods\",\"pods\":{\"metricName\":\"m\",\"targetAverageValue\":\"many\"}}]")]
    [InlineData("metrics", "{\"type\":\"Pods\"}")]
    [InlineData("metrics", "[1]")]
    [InlineData("behavior", "[]")]
    [InlineData("behavior", "{\"scaleUp\":{\"policies\":1}}")]
    [InlineData("current-metrics", "[[]]")]
    [InlineData("conditions", "{}")]
    public async Task Autoscaler_WithAnAnnotationOfAnotherType_CountsItForNothing(string annotation, string text)
    {
        await using var world = await World.CreateAsync();
        var item = Yaml.Parse("{metadata: {name: h, annotations: {}}, spec: {scaleTargetRef: {kind: Deployment, name: d, apiVersion: apps/v1}, maxReplicas: 9, targetCPUUtilizationPercentage: 50}}");
        item["metadata"]!["annotations"]!["autoscaling.alpha.kubernetes.io/" + annotation] = text;

        World.Done(await world.CreateAsync(AutoscalingKinds.HorizontalPodAutoscalersV1, item));

        var v2 = await world.GetAsync(AutoscalingKinds.HorizontalPodAutoscalers, "h");
        Assert.Null(v2.At("metadata", "annotations"));
        Assert.Equal(50, Assert.Single(v2.Objects("spec", "metrics")).Integer("resource", "target", "averageUtilization"));
        Assert.Null(v2.At("spec", "behavior"));
    }

    [Fact]
    public async Task Autoscaler_AnnotationOfV1InV2_IsTakenOff()
    {
        await using var world = await World.CreateAsync();

        var v2 = await world.AddAsync(
            AutoscalingKinds.HorizontalPodAutoscalers,
            "{metadata: {name: h, annotations: {autoscaling.alpha.kubernetes.io/metrics: \"[]\", mine: kept}}, spec: {scaleTargetRef: {kind: Deployment, name: d, apiVersion: apps/v1}, maxReplicas: 9}}");

        Assert.Equal(["mine"], v2.Map("metadata", "annotations").Keys);
    }

    [Theory]
    [InlineData("{\"scaleUp\":{},\"scaleUp\":{}}")]
    [InlineData("no JSON")]
    [InlineData("{} {}")]
    public async Task Autoscaler_WithAnAnnotationThatMakesNoSense_IsStored(string annotation)
    {
        await using var world = await World.CreateAsync();
        var item = Yaml.Parse("{metadata: {name: h, annotations: {}}, spec: {scaleTargetRef: {kind: Deployment, name: d, apiVersion: apps/v1}, maxReplicas: 9}}");
        item["metadata"]!["annotations"]!["autoscaling.alpha.kubernetes.io/behavior"] = annotation;

        World.Done(await world.CreateAsync(AutoscalingKinds.HorizontalPodAutoscalersV1, item));
    }

    [Fact]
    public async Task Update_OfAnEventWithoutASource_IsNoChangeOfIt()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Events, "{metadata: {name: e}, involvedObject: {kind: Pod, namespace: default, name: p}}");

        World.Done(await world.UpdateAsync(EventsKinds.Events, "e", item => item.Ensure("metadata").Ensure("labels")["a"] = "b", World.As("tester")));
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

    private static JsonObject Entry(JsonObject? item, string manager) => item.Objects("metadata", "managedFields").Single(entry => entry.Text("manager") == manager);

    /// <summary>v1 has the share of the CPU at the end, wherever it stood.</summary>
    private static IEnumerable<string> Sorted(JsonObject? item) => item.Objects("spec", "metrics").Select(metric => metric.ToJsonString()).Order();
}
