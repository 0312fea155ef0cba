using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Writing.ManagedFields;

public sealed class ManagedFieldsTests
{
    [Fact]
    public async Task Create_Deployment_OwnsWhatWasSentAndDefaulted()
    {
        await using var world = await World.CreateAsync();

        var item = await world.AddAsync(AppsKinds.Deployments, """
            metadata: {name: d, labels: {app: a}}
            spec:
              selector: {matchLabels: {app: a}}
              template:
                metadata: {labels: {app: a}}
                spec:
                  containers:
                    - name: c
                      image: i:1
                      env: [{name: A, value: b}]
                      ports: [{containerPort: 80}]
                      resources: {limits: {cpu: "1"}}
            """, World.As("kubectl-create"));

        var entry = Assert.Single(item.Objects("metadata", "managedFields"));
        Assert.Equal(("kubectl-create", "Update", "apps/v1", "2026-01-01T00:00:00Z", "FieldsV1"),
            (entry.Text("manager"), entry.Text("operation"), entry.Text("apiVersion"), entry.Text("time"), entry.Text("fieldsType")));
        Yaml.AssertSame(Yaml.Parse("""
            f:metadata:
              f:labels: {".": {}, "f:app": {}}
            f:spec:
              f:progressDeadlineSeconds: {}
              f:replicas: {}
              f:revisionHistoryLimit: {}
              f:selector: {}
              f:strategy:
                f:rollingUpdate: {".": {}, "f:maxSurge": {}, "f:maxUnavailable": {}}
                f:type: {}
              f:template:
                f:metadata:
                  f:labels: {".": {}, "f:app": {}}
                f:spec:
                  f:containers:
                    k:{"name":"c"}:
                      .: {}
                      f:env:
                        .: {}
                        k:{"name":"A"}: {".": {}, "f:name": {}, "f:value": {}}
                      f:image: {}
                      f:imagePullPolicy: {}
                      f:name: {}
                      f:ports:
                        .: {}
                        k:{"containerPort":80,"protocol":"TCP"}: {".": {}, "f:containerPort": {}, "f:protocol": {}}
                      f:resources:
                        .: {}
                        f:limits: {".": {}, "f:cpu": {}}
                      f:terminationMessagePath: {}
                      f:terminationMessagePolicy: {}
                  f:dnsPolicy: {}
                  f:restartPolicy: {}
                  f:schedulerName: {}
                  f:securityContext: {}
                  f:terminationGracePeriodSeconds: {}
            """), entry["fieldsV1"]);
    }

    [Fact]
    public async Task Create_PodOfAReplicaSet_OwnsNothingThatTheServerAdds()
    {
        await using var world = await World.CreateAsync();

        var item = await world.AddAsync(CoreKinds.Pods, """
            metadata:
              generateName: p-
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: r, uid: u-1, controller: true, blockOwnerDeletion: true}]
            spec: {containers: [{name: c, image: "i:1"}], volumes: [{name: v}]}
            """, World.As("replicaset-controller"));

        Yaml.AssertSame(Yaml.Parse("""
            f:metadata:
              f:generateName: {}
              f:ownerReferences: {".": {}, 'k:{"uid":"u-1"}': {}}
            f:spec:
              f:containers:
                k:{"name":"c"}:
                  .: {}
                  f:image: {}
                  f:imagePullPolicy: {}
                  f:name: {}
                  f:resources: {}
                  f:terminationMessagePath: {}
                  f:terminationMessagePolicy: {}
              f:dnsPolicy: {}
              f:enableServiceLinks: {}
              f:restartPolicy: {}
              f:schedulerName: {}
              f:securityContext: {}
              f:terminationGracePeriodSeconds: {}
              f:volumes:
                .: {}
                k:{"name":"v"}: {".": {}, "f:emptyDir": {}, "f:name": {}}
            """), Assert.Single(item.Objects("metadata", "managedFields"))["fieldsV1"]);
    }

    [Fact]
    public async Task Update_ByAnother_TakesOverWhatItChanged()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, "{metadata: {name: m}, data: {a: \"1\", b: \"2\"}}", World.As("first"));
        world.Time.Advance(TimeSpan.FromMinutes(1));

        var item = World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item => item["data"]!["b"] = "3", World.As("second"))).Object.Parse();

        var entries = item.Objects("metadata", "managedFields").ToDictionary(entry => entry.Text("manager")!);
        Yaml.AssertSame(Yaml.Parse("""{"f:data": {".": {}, "f:a": {}}}"""), entries["first"]["fieldsV1"]);
        Yaml.AssertSame(Yaml.Parse("""{"f:data": {"f:b": {}}}"""), entries["second"]["fieldsV1"]);
        Assert.Equal("2026-01-01T00:00:00Z", entries["first"].Text("time"));
        Assert.Equal("2026-01-01T00:01:00Z", entries["second"].Text("time"));
    }

    [Fact]
    public async Task Update_RemovingAField_LeavesItToNobody()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, "{metadata: {name: m}, data: {a: \"1\", b: \"2\"}}", World.As("first"));

        var item = World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item => ((JsonObject)item["data"]!).Remove("b"), World.As("second"))).Object.Parse();

        var entry = Assert.Single(item.Objects("metadata", "managedFields"));
        Assert.Equal("first", entry.Text("manager"));
        Yaml.AssertSame(Yaml.Parse("""{"f:data": {".": {}, "f:a": {}}}"""), entry["fieldsV1"]);
    }

    [Fact]
    public async Task Update_Status_HasAnEntryOfItsOwn()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(AppsKinds.Deployments, Minimal.Deployment("d"), World.As("m"));

        var item = World.Done(await world.UpdateAsync(AppsKinds.Deployments, "d", item => item["status"] = Yaml.Parse("""
            {replicas: 1, conditions: [{type: Available, status: "True", lastUpdateTime: "2026-01-01T00:00:00Z", lastTransitionTime: "2026-01-01T00:00:00Z"}]}
            """), World.As("m", Subresource.Status))).Object.Parse();

        var entry = Assert.Single(item.Objects("metadata", "managedFields"), entry => entry.Text("subresource") == "status");
        Yaml.AssertSame(Yaml.Parse("""
            f:status:
              f:conditions:
                .: {}
                k:{"type":"Available"}: {".": {}, "f:lastTransitionTime": {}, "f:lastUpdateTime": {}, "f:status": {}, "f:type": {}}
              f:replicas: {}
            """), entry["fieldsV1"]);
    }

    [Fact]
    public async Task Update_Scale_OwnsReplicasAlone()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(AppsKinds.Deployments, Minimal.Deployment("d"), World.As("m"));

        var item = World.Done(await world.UpdateAsync(AppsKinds.Deployments, "d", item => item["spec"]!["replicas"] = 3, World.As("kubectl", Subresource.Scale))).Object.Parse();

        var entry = Assert.Single(item.Objects("metadata", "managedFields"), entry => entry.Text("subresource") == "scale");
        Yaml.AssertSame(Yaml.Parse("""{"f:spec": {"f:replicas": {}}}"""), entry["fieldsV1"]);
    }

    [Fact]
    public async Task Update_WithoutTheList_KeepsIt()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("m"));

        World.Done(await world.PutAsync(CoreKinds.ConfigMaps, "m", Yaml.Parse("{metadata: {name: m}, data: {k: v, l: w}}")));
        Assert.Single((await world.GetAsync(CoreKinds.ConfigMaps, "m")).Objects("metadata", "managedFields"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{}]")]
    public async Task Update_WithAnEmptyListOrEntry_ClearsThem_AndTheyStayCleared(string cleared)
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("m"));

        World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item => item["metadata"]!["managedFields"] = JsonNode.Parse(cleared)));
        Assert.Null((await world.GetAsync(CoreKinds.ConfigMaps, "m")).At("metadata", "managedFields"));

        World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item => item["data"]!["l"] = "w"));
        Assert.Null((await world.GetAsync(CoreKinds.ConfigMaps, "m")).At("metadata", "managedFields"));
    }

    [Theory]
    [InlineData("""[{"manager":"x","operation":"Create","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{}}]""")]
    [InlineData("""[{"manager":"x","operation":"Update","apiVersion":"","fieldsType":"FieldsV1","fieldsV1":{}}]""")]
    [InlineData("""[{"manager":"x","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV2","fieldsV1":{}}]""")]
    [InlineData("""[{"manager":"x","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"x":{}}}]""")]
    [InlineData("""[{"manager":"x","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"k:{":{}}}}]""")]
    [InlineData("""[{"manager":"x","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":5}}]""")]
    [InlineData("""[{},{}]""")]
    public async Task Update_WithAListThatIsNone_KeepsTheOldOne(string sent)
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("m"), World.As("first"));

        World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item => item["metadata"]!["managedFields"] = JsonNode.Parse(sent)));
        Assert.Equal("first", Assert.Single((await world.GetAsync(CoreKinds.ConfigMaps, "m")).Objects("metadata", "managedFields")).Text("manager"));
    }

    [Fact]
    public async Task Update_ThroughASubresource_CannotSetTheList()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(AppsKinds.Deployments, Minimal.Deployment("d"), World.As("m"));

        World.Done(await world.UpdateAsync(AppsKinds.Deployments, "d", item => item["metadata"]!["managedFields"] = new JsonArray(), World.As("m", Subresource.Status)));
        Assert.Equal("m", Assert.Single((await world.GetAsync(AppsKinds.Deployments, "d")).Objects("metadata", "managedFields")).Text("manager"));
    }

    [Fact]
    public async Task Update_ByManyManagers_MergesTheOldest()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("m"), World.As("m0"));
        for (var index = 1; index <= 15; index++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item => item["data"]![$"k{index}"] = "v", World.As($"m{index}")));
        }

        var entries = (await world.GetAsync(CoreKinds.ConfigMaps, "m")).Objects("metadata", "managedFields").ToList();

        Assert.Equal(10, entries.Count);
        var merged = Assert.Single(entries, entry => entry.Text("manager") == "ancient-changes");
        Yaml.AssertSame(Yaml.Parse("""{"f:data": {".": {}, "f:k": {}, "f:k1": {}, "f:k2": {}, "f:k3": {}, "f:k4": {}, "f:k5": {}, "f:k6": {}}}"""), merged["fieldsV1"]);
    }
}
