using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Autoscaling;
using CloudOrchestrator.Resources.Kinds.Batch;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Kinds.Discovery;
using CloudOrchestrator.Resources.Kinds.DynamicResources;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Kinds;

/// <summary>What updates of single kinds may do, and what the server does beside them.</summary>
public sealed class UpdateRuleTests
{
    private const string Generation = "deprecated.daemonset.template.generation";

    private const string Template = "template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: \"i:1\"}]}}";

    private const string Claim = "{metadata: {name: c}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}}";

    [Fact]
    public async Task DaemonSet_TemplateChanged_CountsItsTemplates()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(AppsKinds.DaemonSets, "{metadata: {name: d}, spec: {selector: {matchLabels: {app: a}}, " + Template + "}}");

        var labelled = await ChangeAsync(world, AppsKinds.DaemonSets, "d", item => item["metadata"]!["labels"] = new JsonObject { ["a"] = "b" });
        var rolled = await ChangeAsync(world, AppsKinds.DaemonSets, "d", item =>
        {
            item["metadata"]!["annotations"] = null;
            item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "i:2";
        });
        var scheduled = await ChangeAsync(world, AppsKinds.DaemonSets, "d", item => item["status"]!["numberReady"] = 1, Subresource.Status);

        Assert.Equal(("1", 1), (labelled.Text("metadata", "annotations", Generation), labelled.Integer("metadata", "generation")));
        Assert.Equal(("2", 2), (rolled.Text("metadata", "annotations", Generation), rolled.Integer("metadata", "generation")));
        Assert.Equal(("2", 2), (scheduled.Text("metadata", "annotations", Generation), scheduled.Integer("metadata", "generation")));
    }

    [Theory]
    [InlineData("spec", "configSource", Subresource.None)]
    [InlineData("status", "config", Subresource.Status)]
    public async Task Node_WhereItsConfigurationIs_IsLeftOut(string part, string field, Subresource subresource)
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Nodes, "{metadata: {name: m}, spec: {providerID: p}, status: {phase: Running}}");

        var changed = await ChangeAsync(
            world, CoreKinds.Nodes, "m", item => item[part] = new JsonObject { ["providerID"] = "p", ["phase"] = "Pending", [field] = new JsonObject() }, subresource);

        Assert.Null(changed.At(part, field));
        Assert.Equal(("p", subresource == Subresource.None ? "Running" : "Pending"), (changed.Text("spec", "providerID"), changed.Text("status", "phase")));
    }

    [Theory]
    [InlineData("replicas", "3")]
    [InlineData("ordinals", "{start: 2}")]
    [InlineData("revisionHistoryLimit", "2")]
    [InlineData("minReadySeconds", "2")]
    [InlineData("updateStrategy", "{type: OnDelete}")]
    [InlineData("persistentVolumeClaimRetentionPolicy", "{whenDeleted: Delete}")]
    public async Task StatefulSet_WhatMayChange_Changes(string field, string value)
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(AppsKinds.StatefulSets, "{metadata: {name: s}, spec: {selector: {matchLabels: {app: a}}, " + Template + "}}");

        var changed = await ChangeAsync(world, AppsKinds.StatefulSets, "s", item => item["spec"]![field] = Yaml.Parse($"{{v: {value}}}")["v"]!.DeepClone());

        Assert.Equal(2, changed.Integer("metadata", "generation"));
    }

    [Fact]
    public async Task Job_SuspendedAndNotStarted_MayGoElsewhere()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(BatchKinds.Jobs, "{metadata: {name: j}, spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: c, image: \"i:1\"}]}}}}");

        var moved = await ChangeAsync(world, BatchKinds.Jobs, "j", item => item["spec"]!["template"]!["spec"]!["nodeSelector"] = new JsonObject { ["disk"] = "ssd" });
        await ChangeAsync(world, BatchKinds.Jobs, "j", item => item["spec"]!["suspend"] = false);
        var late = await world.UpdateAsync(BatchKinds.Jobs, "j", item => item["spec"]!["template"]!["spec"]!["nodeSelector"] = null);

        Assert.Equal("ssd", moved.Text("spec", "template", "spec", "nodeSelector", "disk"));
        Assert.Equal("spec.template", Assert.Single(World.Refused<Refusal.Invalid>(late).Errors).Field);
    }

    [Fact]
    public async Task Job_Indexed_GrowsWithItsParallelismAlone()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(
            BatchKinds.Jobs,
            "{metadata: {name: j}, spec: {completionMode: Indexed, completions: 2, parallelism: 2, template: {spec: {restartPolicy: Never, containers: [{name: c, image: \"i:1\"}]}}}}");

        var alone = await world.UpdateAsync(BatchKinds.Jobs, "j", item => item["spec"]!["completions"] = 3);
        var both = await ChangeAsync(world, BatchKinds.Jobs, "j", item => (item["spec"]!["completions"], item["spec"]!["parallelism"]) = (3, 3));

        Assert.Equal("Invalid value: 3: can only be modified in tandem with spec.parallelism", Assert.Single(World.Refused<Refusal.Invalid>(alone).Errors).Message);
        Assert.Equal(3, both.Integer("spec", "completions"));
    }

    [Fact]
    public async Task Job_Finished_KeepsItsConditions()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(BatchKinds.Jobs, "{metadata: {name: j}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: \"i:1\"}]}}}}");
        const string done =
            "{startTime: \"2026-01-01T00:00:00Z\", completionTime: \"2026-01-01T00:00:01Z\", succeeded: 1, conditions: [{type: SuccessCriteriaMet, status: \"True\"}, {type: Complete, status: \"True\"}]}";
        await ChangeAsync(world, BatchKinds.Jobs, "j", item => item["status"] = Yaml.Parse(done), Subresource.Status);

        var undone = await world.UpdateAsync(BatchKinds.Jobs, "j", item => item["status"] = new JsonObject(), World.As("t", Subresource.Status));

        Assert.Equal(
            [
                "Invalid value: cannot disable the terminal Complete=True condition",
                "Invalid value: 0: cannot decrease the succeeded counter",
                "Required value: startTime cannot be removed for unsuspended job",
                "Invalid value: cannot disable the SuccessCriteriaMet=True condition",
            ],
            World.Refused<Refusal.Invalid>(undone).Errors.Select(error => error.Message));
    }

    [Fact]
    public async Task Claim_Bound_GrowsAndTakesBackWhatFailed()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.PersistentVolumeClaims, Claim);
        await ChangeAsync(world, CoreKinds.PersistentVolumeClaims, "c", item => (item["spec"]!["volumeName"], item["spec"]!["storageClassName"]) = ("v", "fast"));
        await ChangeAsync(world, CoreKinds.PersistentVolumeClaims, "c", item => item["status"] = Yaml.Parse("{phase: Bound, capacity: {storage: 2Gi}}"), Subresource.Status);

        await SizeAsync("4Gi");
        var back = await SizeAsync("3Gi");
        var less = await world.UpdateAsync(CoreKinds.PersistentVolumeClaims, "c", item => item["spec"]!["resources"]!["requests"]!["storage"] = "2Gi");
        var moved = await world.UpdateAsync(CoreKinds.PersistentVolumeClaims, "c", item => item["spec"]!["volumeName"] = "w");

        Assert.Equal("3Gi", back.Text("spec", "resources", "requests", "storage"));
        Assert.Equal("Forbidden: field can not be less than status.capacity", Assert.Single(World.Refused<Refusal.Invalid>(less).Errors).Message);
        Assert.Equal("spec", Assert.Single(World.Refused<Refusal.Invalid>(moved).Errors).Field);

        Task<JsonObject> SizeAsync(string size) =>
            ChangeAsync(world, CoreKinds.PersistentVolumeClaims, "c", item => item["spec"]!["resources"]!["requests"]!["storage"] = size);
    }

    [Fact]
    public async Task EndpointSlice_LabelsChanged_CountAsAGeneration()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(DiscoveryKinds.EndpointSlices, "{metadata: {name: s}, addressType: IPv4}");

        var labelled = await ChangeAsync(world, DiscoveryKinds.EndpointSlices, "s", item => item["metadata"]!["labels"] = new JsonObject { ["a"] = "b" });
        var annotated = await ChangeAsync(world, DiscoveryKinds.EndpointSlices, "s", item => item["metadata"]!["annotations"] = new JsonObject { ["a"] = "b" });

        Assert.Equal((2, 2), (labelled.Integer("metadata", "generation"), annotated.Integer("metadata", "generation")));
    }

    [Fact]
    public async Task PersistentVolume_PhaseChanged_IsDated()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.PersistentVolumes, "{metadata: {name: v}, spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], nfs: {server: s, path: /}}}");
        world.Time.Advance(TimeSpan.FromMinutes(1));

        var bound = await ChangeAsync(world, CoreKinds.PersistentVolumes, "v", item => item["status"]!["phase"] = "Bound", Subresource.Status);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var said = await ChangeAsync(world, CoreKinds.PersistentVolumes, "v", item => item["status"]!["message"] = "in use", Subresource.Status);
        var dated = await ChangeAsync(
            world, CoreKinds.PersistentVolumes, "v", item => (item["status"]!["phase"], item["status"]!["lastPhaseTransitionTime"]) = ("Released", "2025-01-01T00:00:00Z"), Subresource.Status);

        Assert.Equal(
            ("2026-01-01T00:01:00Z", "2026-01-01T00:01:00Z", "2025-01-01T00:00:00Z"),
            (bound.Text("status", "lastPhaseTransitionTime"), said.Text("status", "lastPhaseTransitionTime"), dated.Text("status", "lastPhaseTransitionTime")));
    }

    [Fact]
    public async Task ResourceSlice_TaintAdded_IsDated()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(
            ResourceKinds.ResourceSlices, "{metadata: {name: s}, spec: {driver: gpu.example, nodeName: m, pool: {name: m, resourceSliceCount: 1}, devices: [{name: d}]}}");
        world.Time.Advance(TimeSpan.FromMinutes(1));

        var tainted = await ChangeAsync(world, ResourceKinds.ResourceSlices, "s", item => item["spec"]!["devices"]![0]!["taints"] = new JsonArray(new JsonObject { ["key"] = "k", ["effect"] = "NoSchedule" }));

        Assert.Equal("2026-01-01T00:01:00Z", tainted.Objects("spec", "devices").Single().Objects("taints").Single().Text("timeAdded"));
    }

    [Fact]
    public async Task Autoscaler_OfNoVersionBefore_MayStaySo()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(AutoscalingKinds.HorizontalPodAutoscalers, "{metadata: {name: h}, spec: {scaleTargetRef: {kind: ReplicationController, name: d, apiVersion: v1}, maxReplicas: 9}}");

        var changed = await ChangeAsync(world, AutoscalingKinds.HorizontalPodAutoscalers, "h", item => item["spec"]!["maxReplicas"] = 4);
        var moved = await world.UpdateAsync(AutoscalingKinds.HorizontalPodAutoscalers, "h", item => item["spec"]!["scaleTargetRef"]!["kind"] = "Deployment");

        Assert.Equal(4, changed.Integer("spec", "maxReplicas"));
        Assert.Equal("spec.scaleTargetRef.apiVersion", Assert.Single(World.Refused<Refusal.Invalid>(moved).Errors).Field);
    }

    [Fact]
    public async Task LimitRange_WithoutAName_IsGivenOne()
    {
        await using var world = await World.CreateAsync();

        var item = await world.AddAsync(CoreKinds.LimitRanges, "{spec: {limits: [{type: Pod}]}}");

        Assert.True(Guid.TryParse(item.Text("metadata", "name"), out _));
    }

    private static async Task<JsonObject> ChangeAsync(World world, ResourceKind kind, string name, Action<JsonObject> change, Subresource subresource = Subresource.None) =>
        World.Done(await world.UpdateAsync(kind, name, change, World.As("tester", subresource))).Object.Parse();
}
