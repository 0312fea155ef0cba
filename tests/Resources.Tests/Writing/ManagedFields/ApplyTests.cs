using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Writing.ManagedFields;

public sealed class ApplyTests
{
    private const string Web = """
        {spec: {replicas: 2, selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: "i:1", ports: [{containerPort: 80}]}]}}}}
        """;

    [Fact]
    public async Task Apply_ToNothing_CreatesWithWhatWasApplied()
    {
        await using var world = await World.CreateAsync();

        var done = World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", Web, "a"));

        Assert.Equal(WriteEffect.Created, done.Effect);
        var entry = Assert.Single(done.Object.Parse().Objects("metadata", "managedFields"));
        Assert.Equal(("a", "Apply", "apps/v1", "2026-01-01T00:00:00Z"), (entry.Text("manager"), entry.Text("operation"), entry.Text("apiVersion"), entry.Text("time")));
        Yaml.AssertSame(Yaml.Parse("""
            f:spec:
              f:replicas: {}
              f:selector: {}
              f:template:
                f:metadata: {"f:labels": {"f:app": {}}}
                f:spec:
                  f:containers:
                    k:{"name":"c"}:
                      .: {}
                      f:image: {}
                      f:name: {}
                      f:ports:
                        k:{"containerPort":80,"protocol":"TCP"}: {".": {}, "f:containerPort": {}}
            """), entry["fieldsV1"]);
    }

    [Fact]
    public async Task Apply_TheSameAgain_ChangesNothing()
    {
        await using var world = await World.CreateAsync();
        var first = World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", Web, "a")).Object;
        world.Time.Advance(TimeSpan.FromMinutes(1));

        var second = World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", Web, "a"));

        Assert.Equal(WriteEffect.Unchanged, second.Effect);
        Assert.Equal(first.Revision, second.Object.Revision);
        Assert.True(JsonNode.DeepEquals(first.Parse(), second.Object.Parse()));
    }

    [Theory]
    [InlineData("{spec: {minReadySeconds: 0, paused: false, template: {metadata: {creationTimestamp: null}}}}")]
    [InlineData("{spec: {template: {spec: {containers: [{name: c, resources: {limits: {cpu: 1000m}}}]}}}}")]
    [InlineData("{spec: {replicas: null, strategy: null}}")]
    [InlineData("{metadata: {labels: {}, finalizers: []}}")]
    public async Task Apply_WhatCanonicalFormDrops_IsStillNoChangeTheSecondTime(string more)
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(AppsKinds.Deployments, Minimal.Deployment("d"), World.As("creator"));
        World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", more, "a", force: true));
        world.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(WriteEffect.Unchanged, World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", more, "a")).Effect);
    }

    [Fact]
    public async Task Apply_OverAnothersValue_IsAConflict_AndForceTakesItOver()
    {
        await using var world = await World.CreateAsync();
        World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", Web, "a"));
        const string Other = "{spec: {replicas: 3, template: {spec: {containers: [{name: c, image: \"i:2\"}]}}}}";

        var refused = World.Refused<Refusal.ApplyConflict>(await world.ApplyAsync(AppsKinds.Deployments, "d", Other, "b"));
        Assert.Equal("Apply failed with 2 conflicts: conflicts with \"a\":\n- .spec.replicas\n- .spec.template.spec.containers[name=\"c\"].image", refused.Message);
        Assert.Equal(
            [
                new FieldError("FieldManagerConflict", ".spec.replicas", "conflict with \"a\""),
                new FieldError("FieldManagerConflict", ".spec.template.spec.containers[name=\"c\"].image", "conflict with \"a\""),
            ],
            refused.Causes);
        Assert.Equal(2, (await world.GetAsync(AppsKinds.Deployments, "d")).Integer("spec", "replicas"));

        var forced = World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", Other, "b", force: true)).Object.Parse();
        Assert.Equal(3, forced.Integer("spec", "replicas"));
        Assert.Null(Fields(forced, "a").At("f:spec", "f:replicas"));
        Assert.NotNull(Fields(forced, "b").At("f:spec", "f:replicas"));

        // Who lost a field gets the conflict when applying it again.
        refused = World.Refused<Refusal.ApplyConflict>(await world.ApplyAsync(AppsKinds.Deployments, "d", Web, "a"));
        Assert.Equal(2, refused.Causes.Count);
    }

    [Fact]
    public async Task Apply_OverAnUpdatersValue_NamesItsVersionAndSubresource()
    {
        await using var world = await World.CreateAsync();
        World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", Web, "a"));
        World.Done(await world.UpdateAsync(AppsKinds.Deployments, "d", item => item["spec"]!["replicas"] = 5, World.As("kubectl-client-side-apply")));
        var refused = World.Refused<Refusal.ApplyConflict>(await world.ApplyAsync(AppsKinds.Deployments, "d", Web, "a"));
        Assert.Equal("Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using apps/v1: .spec.replicas", refused.Message);

        World.Done(await world.UpdateAsync(AppsKinds.Deployments, "d", item => item["spec"]!["replicas"] = 6, World.As("kubectl", Subresource.Scale)));
        refused = World.Refused<Refusal.ApplyConflict>(await world.ApplyAsync(AppsKinds.Deployments, "d", Web, "a"));
        Assert.Equal("Apply failed with 1 conflict: conflict with \"kubectl\" with subresource \"scale\" using apps/v1: .spec.replicas", refused.Message);
    }

    [Fact]
    public async Task Update_ByAnother_TakesTheFieldFromItsApplier()
    {
        await using var world = await World.CreateAsync();
        World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", Web, "a"));

        var item = World.Done(await world.UpdateAsync(AppsKinds.Deployments, "d", item => item["spec"]!["replicas"] = 5, World.As("b"))).Object.Parse();

        Assert.Null(Fields(item, "a").At("f:spec", "f:replicas"));
        Assert.NotNull(Fields(item, "a").At("f:spec", "f:selector"));
        Yaml.AssertSame(Yaml.Parse("""{"f:spec": {"f:replicas": {}}}"""), Fields(item, "b"));
        Assert.Equal(["Apply", "Update"], item.Objects("metadata", "managedFields").Select(entry => entry.Text("operation")));
    }

    [Fact]
    public async Task Apply_TheSameValueByAnother_SharesIt()
    {
        await using var world = await World.CreateAsync();
        World.Done(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{data: {a: \"1\", b: \"2\"}}", "a"));

        var shared = World.Done(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{data: {b: \"2\"}}", "b"));
        Assert.Equal(WriteEffect.Updated, shared.Effect);
        Assert.NotNull(Fields(shared.Object.Parse(), "a").At("f:data", "f:b"));
        Assert.NotNull(Fields(shared.Object.Parse(), "b").At("f:data", "f:b"));

        // It stays while one of the two applies it.
        var left = World.Done(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{}", "a")).Object.Parse();
        Assert.Equal("""{"b":"2"}""", left["data"]!.ToJsonString());
        Assert.Equal("b", Assert.Single(left.Objects("metadata", "managedFields")).Text("manager"));
        Assert.Null(World.Done(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{}", "b")).Object.Parse()["data"]);
    }

    [Fact]
    public async Task Apply_LeavingOutWhatItAppliedBefore_TakesItAway()
    {
        await using var world = await World.CreateAsync();
        World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", """
            metadata: {labels: {a: "1", b: "2"}, finalizers: [x.io/a, x.io/b]}
            spec:
              replicas: 3
              minReadySeconds: 5
              selector: {matchLabels: {app: a}}
              template:
                metadata: {labels: {app: a}}
                spec:
                  nodeSelector: {disk: ssd}
                  tolerations: [{key: k, operator: Exists}]
                  securityContext: {runAsUser: 5}
                  containers:
                    - {name: c, image: "i:1", args: [x], env: [{name: A, value: "1"}, {name: B, value: "2"}], ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP}]}
                    - {name: side, image: "s:1"}
            """, "a"));
        World.Done(await world.UpdateAsync(AppsKinds.Deployments, "d", item => item["spec"]!["template"]!["spec"]!["securityContext"]!["fsGroup"] = 7, World.As("b")));

        var item = World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", """
            metadata: {labels: {b: "2"}, finalizers: [x.io/b]}
            spec:
              selector: {matchLabels: {app: a}}
              template:
                metadata: {labels: {app: a}}
                spec:
                  containers: [{name: c, image: "i:1", env: [{name: B, value: "2"}], ports: [{containerPort: 80, protocol: UDP}]}]
            """, "a")).Object.Parse();

        Assert.Equal("""{"b":"2"}""", item["metadata"]!["labels"]!.ToJsonString());
        Assert.Equal("""["x.io/b"]""", item["metadata"]!["finalizers"]!.ToJsonString());
        Assert.Equal(1, item.Integer("spec", "replicas"));
        var spec = item["spec"]!["template"]!["spec"]!;
        Assert.Null(item["spec"]!["minReadySeconds"]);
        Assert.Null(spec["nodeSelector"]);
        Assert.Null(spec["tolerations"]);
        Assert.Equal("""{"fsGroup":7}""", spec["securityContext"]!.ToJsonString());
        var container = Assert.Single(spec["containers"]!.AsArray())!;
        Assert.Null(container["args"]);
        Assert.Equal("""[{"name":"B","value":"2"}]""", container["env"]!.ToJsonString());
        Assert.Equal("""[{"containerPort":80,"protocol":"UDP"}]""", container["ports"]!.ToJsonString());
    }

    [Fact]
    public async Task Apply_AtomicValues_ReplacesThemWhole()
    {
        await using var world = await World.CreateAsync();
        const string Pod = "{spec: {template: {spec: {nodeSelector: {a: \"1\"}, tolerations: [{key: k, operator: Exists}], containers: [{name: c, args: [p, q]}]}}}}";
        await world.AddAsync(AppsKinds.Deployments, Minimal.Deployment("d"), World.As("creator"));
        World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", Pod, "a"));

        var refused = World.Refused<Refusal.ApplyConflict>(await world.ApplyAsync(
            AppsKinds.Deployments, "d", "{spec: {template: {spec: {nodeSelector: {b: \"2\"}, tolerations: [], containers: [{name: c, args: [q]}]}}}}", "b"));
        Assert.Equal(
            [".spec.template.spec.nodeSelector", ".spec.template.spec.tolerations", ".spec.template.spec.containers[name=\"c\"].args"],
            refused.Causes.Select(cause => cause.Field));
    }

    [Fact]
    public async Task Apply_Sets_AddTheirValues()
    {
        await using var world = await World.CreateAsync();
        World.Done(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{metadata: {finalizers: [x.io/a]}}", "a"));
        var item = World.Done(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{metadata: {finalizers: [x.io/b]}}", "b")).Object.Parse();

        Assert.Equal("""["x.io/a","x.io/b"]""", item["metadata"]!["finalizers"]!.ToJsonString());
        Yaml.AssertSame(Yaml.Parse("""{"f:metadata": {"f:finalizers": {"v:\"x.io/b\"": {}}}}"""), Fields(item, "b"));
    }

    [Fact]
    public async Task Apply_NewElements_FollowTheLiveOnes()
    {
        await using var world = await World.CreateAsync();
        World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", Web, "a"));

        var item = World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", "{spec: {template: {spec: {containers: [{name: z, image: \"z:1\"}, {name: b, image: \"b:1\"}, {name: c, tty: true}]}}}}", "b")).Object.Parse();

        Assert.Equal(["c", "z", "b"], item["spec"]!["template"]!["spec"].Objects("containers").Select(container => container.Text("name")));
        var first = item["spec"]!["template"]!["spec"].Objects("containers").First();
        Assert.True(first.Flag("tty"));
        Assert.Equal("i:1", first.Text("image"));
    }

    [Fact]
    public async Task Apply_Status_IsASubresourceOfItsOwn()
    {
        await using var world = await World.CreateAsync();
        World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", Web, "a"));
        var config = Yaml.Parse("{metadata: {labels: {no: \"no\"}}, spec: {replicas: 9}, status: {readyReplicas: 1, replicas: 1}}");

        var item = World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", config, World.As("a", Subresource.Status))).Object.Parse();

        Assert.Equal((2, 1), (item.Integer("spec", "replicas"), item.Integer("status", "replicas")));
        Assert.Null(item.At("metadata", "labels"));
        var entry = Assert.Single(item.Objects("metadata", "managedFields"), entry => entry.Text("subresource") == "status");
        Yaml.AssertSame(Yaml.Parse("""{"f:status": {"f:readyReplicas": {}, "f:replicas": {}}}"""), entry["fieldsV1"]);
        World.Refused<Refusal.NotFound>(await world.ApplyAsync(AppsKinds.Deployments, "none", Yaml.Parse("{status: {replicas: 1}}"), World.As("a", Subresource.Status)));
    }

    [Fact]
    public async Task Apply_StatusThatNobodyManages_LeavesTheRestOfItToThoseBefore()
    {
        await using var world = await World.CreateAsync();
        World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", Web, "a"));
        World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", Yaml.Parse("{status: {replicas: 1, readyReplicas: 1}}"), World.As("a", Subresource.Status)));
        World.Done(await world.UpdateAsync(AppsKinds.Deployments, "d", item => item["metadata"]!["managedFields"] = new JsonArray()));

        var refused = World.Refused<Refusal.ApplyConflict>(await world.ApplyAsync(AppsKinds.Deployments, "d", Yaml.Parse("{status: {replicas: 2}}"), World.As("b", Subresource.Status)));

        Assert.Equal("Apply failed with 1 conflict: conflict with \"before-first-apply\" using apps/v1: .status.replicas", refused.Message);
    }

    [Fact]
    public async Task Apply_ElementWhoseKeyASenderWroteInAnotherOrder_IsTheSameElement()
    {
        await using var world = await World.CreateAsync();
        World.Done(await world.ApplyAsync(CoreKinds.Services, "s", "{metadata: {name: s}, spec: {ports: [{name: a, port: 80}, {name: b, port: 81}]}}", "a"));
        World.Done(await world.UpdateAsync(CoreKinds.Services, "s", item =>
        {
            var ports = (JsonObject)item.At("metadata", "managedFields")![0].At("fieldsV1", "f:spec", "f:ports")!;
            const string Key = "k:{\"port\":80,\"protocol\":\"TCP\"}";
            ports["k:{\"protocol\": \"TCP\", \"port\": 80}"] = ports[Key]!.DeepClone();
            ports.Remove(Key);
        }));

        var item = World.Done(await world.ApplyAsync(CoreKinds.Services, "s", "{metadata: {name: s}, spec: {ports: [{name: b, port: 81}]}}", "a")).Object.Parse();

        Assert.Equal([81], item.Objects("spec", "ports").Select(port => port.Integer("port")));
    }

    [Fact]
    public async Task Apply_StatusWithTheObject_IsLeftOut()
    {
        await using var world = await World.CreateAsync();
        var item = World.Done(await world.ApplyAsync(AppsKinds.Deployments, "d", Web.TrimEnd()[..^1] + ", status: {replicas: 4}}", "a")).Object.Parse();
        Assert.NotEqual(4, item.Integer("status", "replicas"));
        Assert.Null(Fields(item, "a").At("f:status"));
    }

    [Fact]
    public async Task Apply_ToAnObjectThatNobodyManages_LeavesTheRestToThoseBefore()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, "{metadata: {name: m}, data: {a: \"1\", b: \"2\"}}");
        World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item => item["metadata"]!["managedFields"] = new JsonArray()));

        var refused = World.Refused<Refusal.ApplyConflict>(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{data: {a: \"3\"}}", "a"));
        Assert.Equal("Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .data.a", refused.Message);

        var item = World.Done(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{data: {a: \"3\"}}", "a", force: true)).Object.Parse();
        Yaml.AssertSame(Yaml.Parse("""{"f:data": {".": {}, "f:b": {}}}"""), Fields(item, "before-first-apply"));
        Yaml.AssertSame(Yaml.Parse("""{"f:data": {"f:a": {}}}"""), Fields(item, "a"));
    }

    [Fact]
    public async Task Apply_ByKubectl_TakesOverWhatClientSideApplyApplied()
    {
        await using var world = await World.CreateAsync();
        const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";
        await world.AddAsync(
            CoreKinds.ConfigMaps,
            "{metadata: {name: m, annotations: {" + Annotation + ": '{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":{\"a\":\"1\",\"b\":\"1\"}}'}}, data: {a: \"1\", b: \"other\"}}",
            World.As("kubectl-client-side-apply"));

        // Not what somebody changed since.
        var refused = World.Refused<Refusal.ApplyConflict>(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{data: {a: \"2\", b: \"2\"}}", "kubectl"));
        Assert.Equal(".data.b", Assert.Single(refused.Causes).Field);
        World.Refused<Refusal.ApplyConflict>(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{data: {a: \"2\"}}", "other"));

        var item = World.Done(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{data: {a: \"<2>\"}}", "kubectl")).Object.Parse();
        Assert.Equal("<2>", item.Text("data", "a"));
        Assert.Equal("{\"apiVersion\":\"v1\",\"data\":{\"a\":\"\\u003c2\\u003e\"},\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"m\"}}\n", item.Text("metadata", "annotations", Annotation));
    }

    [Fact]
    public async Task Apply_WithAPrecondition_MeansThatObject()
    {
        await using var world = await World.CreateAsync();
        const string Other = "{metadata: {uid: 11111111-1111-1111-1111-111111111111}}";
        var refused = World.Refused<Refusal.Conflict>(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", Other, "a"));
        Assert.Equal("uid mismatch: the provided object specified uid 11111111-1111-1111-1111-111111111111, and no existing object was found", refused.Message);
        World.Refused<Refusal.Conflict>(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{metadata: {resourceVersion: \"7\"}}", "a"));

        var made = World.Done(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{data: {a: \"1\"}}", "a")).Object;
        World.Refused<Refusal.Conflict>(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", Other, "a"));
        World.Refused<Refusal.Conflict>(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{metadata: {resourceVersion: \"999\"}, data: {a: \"2\"}}", "a"));
        World.Done(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", $"{{metadata: {{resourceVersion: \"{made.Revision}\", uid: {made.Uid}}}, data: {{a: \"2\"}}}}", "a"));
    }

    [Fact]
    public async Task Apply_OfAMigratedManager_TakesAwayWhatItDoesNotApplyAnyMore()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, "{metadata: {name: m}, data: {a: \"1\", b: \"2\"}}", World.As("kubectl-client-side-apply"));

        // What kubectl does to the entries before its first server-side apply.
        World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item =>
        {
            var entry = item.Objects("metadata", "managedFields").First();
            entry["manager"] = "kubectl";
            entry["operation"] = "Apply";
        }));
        var item = World.Done(await world.ApplyAsync(CoreKinds.ConfigMaps, "m", "{data: {a: \"5\"}}", "kubectl")).Object.Parse();

        Assert.Equal("""{"a":"5"}""", item["data"]!.ToJsonString());
        Assert.Equal(("kubectl", "Apply"), Assert.Single(item.Objects("metadata", "managedFields").Select(entry => (entry.Text("manager"), entry.Text("operation")))));
    }

    [Fact]
    public async Task Apply_ManyAtOnceByDifferentManagers_AllLand()
    {
        await using var world = await World.CreateAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(index => world.ApplyAsync(CoreKinds.ConfigMaps, "m", $"{{data: {{k{index}: v}}}}", $"m{index}")));

        Assert.Equal(1, outcomes.Count(outcome => World.Done(outcome).Effect == WriteEffect.Created));
        var item = await world.GetAsync(CoreKinds.ConfigMaps, "m");
        Assert.Equal(30, item!["data"]!.AsObject().Count);
        Assert.Equal(30, item.Objects("metadata", "managedFields").Count());
    }

    private static JsonNode? Fields(JsonObject item, string manager) =>
        item.Objects("metadata", "managedFields").Single(entry => entry.Text("manager") == manager)["fieldsV1"];
}
