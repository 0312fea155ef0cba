using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Writing;

public sealed class WriteRuleTests
{
    [Fact]
    public async Task Create_WithServerFields_IgnoresThem()
    {
        await using var world = await World.CreateAsync();

        var item = await world.AddAsync(CoreKinds.Pods, "{metadata: {name: p, uid: mine, creationTimestamp: \"2000-01-01T00:00:00Z\", generation: 7, deletionTimestamp: \"2000-01-01T00:00:00Z\", selfLink: x}, spec: {containers: [{name: c, image: i}]}}");

        Assert.NotEqual("mine", item.Text("metadata", "uid"));
        Assert.Equal("2026-01-01T00:00:00Z", item.Text("metadata", "creationTimestamp"));
        Assert.Equal(1, item.Integer("metadata", "generation"));
        Assert.Null(item.At("metadata", "deletionTimestamp"));
        Assert.Null(item.At("metadata", "selfLink"));
    }

    [Fact]
    public async Task Update_OfAPodThatNamesItsOwnTolerations_KeepsThoseThatAllGet()
    {
        await using var world = await World.CreateAsync();
        var sent = Yaml.Parse("{metadata: {name: p}, spec: {containers: [{name: c, image: i}], tolerations: [{key: x, operator: Exists}]}}");
        World.Done(await world.CreateAsync(CoreKinds.Pods, sent));

        var again = World.Done(await world.UpdateAsync(CoreKinds.Pods, "p", item => item["spec"]!["tolerations"] = sent["spec"]!["tolerations"]!.DeepClone()));

        Assert.Equal(WriteEffect.Unchanged, again.Effect);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(64)]
    [InlineData(200)]
    public async Task Create_DeeplyNested_IsStoredAndReadAgain(int depth)
    {
        await using var world = await World.CreateAsync();
        JsonNode data = new JsonObject();
        for (var level = 0; level < depth; level++)
        {
            data = new JsonObject { ["a"] = data };
        }

        var document = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "r" }, ["revision"] = 1, ["data"] = data };
        World.Done(await world.CreateAsync(AppsKinds.ControllerRevisions, document));

        Assert.True(JsonNode.DeepEquals(data, (await world.GetAsync(AppsKinds.ControllerRevisions, "r")).At("data")));
        World.Refused<Refusal.Invalid>(await world.UpdateAsync(AppsKinds.ControllerRevisions, "r", item => item["data"] = new JsonObject { ["b"] = item["data"]!.DeepClone() }));
    }

    [Fact]
    public async Task Create_WithResourceVersion_IsBadRequest()
    {
        await using var world = await World.CreateAsync();

        World.Refused<Refusal.BadRequest>(await world.CreateAsync(CoreKinds.ConfigMaps, "{metadata: {name: m, resourceVersion: \"1\"}}"));
    }

    [Fact]
    public async Task Create_NameTaken_IsAlreadyExists()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(AppsKinds.Deployments, Minimal.Deployment("d"));

        Assert.Equal(new Refusal.AlreadyExists("deployments.apps", "d"), World.Refused<Refusal.AlreadyExists>(await world.CreateAsync(AppsKinds.Deployments, Minimal.Deployment("d"))));
    }

    [Fact]
    public async Task Create_GenerateName_AppendsFiveLettersWithinALabel()
    {
        await using var world = await World.CreateAsync();

        var item = await world.AddAsync(CoreKinds.ConfigMaps, "{metadata: {generateName: " + new string('a', 80) + "}}");

        Assert.Matches("^a{58}[bcdfghjklmnpqrstvwxz2456789]{5}$", item.Text("metadata", "name"));
    }

    [Fact]
    public async Task Update_StaleResourceVersion_IsConflict()
    {
        await using var world = await World.CreateAsync();
        var first = await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("m"));
        World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item => item["data"]!["k"] = "w"));

        var refusal = World.Refused<Refusal.Conflict>(await world.PutAsync(CoreKinds.ConfigMaps, "m", first));

        Assert.Equal("the object has been modified; please apply your changes to the latest version and try again", refusal.Message);
    }

    [Fact]
    public async Task Update_OtherUid_IsConflict()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("m"));

        World.Refused<Refusal.Conflict>(await world.PutAsync(CoreKinds.ConfigMaps, "m", Yaml.Parse("{metadata: {name: m, uid: other}}")));
    }

    [Fact]
    public async Task Update_ManyAddingOneEach_LosesNone()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, "{metadata: {name: m}, data: {n: \"0\"}}");

        await Task.WhenAll(Enumerable.Range(0, 40).Select(index => Task.Run(async () =>
            World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item => item["data"]![$"k{index}"] = "v")))));

        Assert.Equal(41, (await world.GetAsync(CoreKinds.ConfigMaps, "m")).Map("data").Count);
    }

    [Fact]
    public async Task Update_Nothing_KeepsResourceVersion()
    {
        await using var world = await World.CreateAsync();
        var first = await world.AddAsync(CoreKinds.Pods, Minimal.Pod("p"));
        world.Time.Advance(TimeSpan.FromHours(1));

        var outcome = World.Done(await world.UpdateAsync(CoreKinds.Pods, "p", item => item["spec"]!["nodeSelector"] = new JsonObject()));

        Assert.Equal(WriteEffect.Unchanged, outcome.Effect);
        Yaml.AssertSame(first, outcome.Object.Parse());
    }

    [Fact]
    public async Task Update_Spec_CountsGeneration_StatusAndLabelsDoNot()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(AppsKinds.Deployments, Minimal.Deployment("d"));
        async Task<long?> After(Action<JsonObject> change, Subresource subresource = Subresource.None) =>
            World.Done(await world.UpdateAsync(AppsKinds.Deployments, "d", change, World.As("t", subresource))).Object.Parse().Integer("metadata", "generation");

        Assert.Equal(1, await After(item => item["metadata"]!["labels"] = new JsonObject { ["a"] = "b" }));
        Assert.Equal(1, await After(item => item["status"] = new JsonObject { ["replicas"] = 1 }, Subresource.Status));
        Assert.Equal(2, await After(item => item["spec"]!["replicas"] = 2));
    }

    [Fact]
    public async Task Update_Object_LeavesItsStatusAlone()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(AppsKinds.Deployments, Minimal.Deployment("d"));
        await world.UpdateAsync(AppsKinds.Deployments, "d", item => item["status"] = new JsonObject { ["replicas"] = 3 }, World.As("t", Subresource.Status));

        await world.UpdateAsync(AppsKinds.Deployments, "d", item =>
        {
            item["status"] = new JsonObject { ["replicas"] = 9 };
            item["spec"]!["replicas"] = 5;
        });

        var item = await world.GetAsync(AppsKinds.Deployments, "d");
        Assert.Equal(3, item.Integer("status", "replicas"));
        Assert.Equal(5, item.Integer("spec", "replicas"));
    }

    [Fact]
    public async Task Update_Status_LeavesTheRestAlone()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(AppsKinds.Deployments, Minimal.Deployment("d"));

        await world.UpdateAsync(AppsKinds.Deployments, "d", item =>
        {
            item["metadata"]!["labels"] = new JsonObject { ["a"] = "b" };
            item["status"] = new JsonObject { ["replicas"] = 9 };
            item["spec"]!["replicas"] = 5;
        }, World.As("t", Subresource.Status));

        var item = await world.GetAsync(AppsKinds.Deployments, "d");
        Assert.Equal(9, item.Integer("status", "replicas"));
        Assert.Equal(1, item.Integer("spec", "replicas"));
        Assert.Null(item.At("metadata", "labels"));
    }

    [Fact]
    public async Task Update_Binding_GivesThePodANode()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Pods, Minimal.Pod("p"));
        Task<ResourceOutcome> Bind(string node) => world.Client.WriteAsync(
            new ResourceWrite.Update(CoreKinds.Pods, new ObjectName("default", "p"), pod => PodBinding.Bind(pod, node)), World.As("scheduler", Subresource.Binding), World.Token);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(index => Task.Run(() => Bind($"n{index}"))));

        var bound = Assert.Single(outcomes.OfType<ResourceOutcome.Done>());
        Assert.Equal((await world.GetAsync(CoreKinds.Pods, "p")).Text("spec", "nodeName"), bound.Object.Parse().Text("spec", "nodeName"));
        Assert.All(outcomes.OfType<ResourceOutcome.Refused>(), refused => Assert.IsType<Refusal.Conflict>(refused.Refusal));
    }

    [Fact]
    public async Task DryRun_CreateUpdateDelete_ChangeNothing()
    {
        await using var world = await World.CreateAsync();
        var dry = World.As("t") with { DryRun = true };
        await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("m"));
        var revision = (await world.Client.StateAsync(CoreKinds.ConfigMaps, World.Token)).Revision;

        var created = World.Done(await world.CreateAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("o"), dry));
        Assert.Equal(WriteEffect.Created, created.Effect);
        Assert.Null(created.Object.Parse().Text("metadata", "resourceVersion"));
        Assert.Null(created.Object.As<k8s.Models.V1ConfigMap>().Metadata.ResourceVersion);
        Assert.Equal("w", World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item => item["data"]!["k"] = "w", dry)).Object.Parse().Text("data", "k"));
        Assert.Equal(WriteEffect.Deleted, World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "m", context: dry)).Effect);
        World.Refused<Refusal.AlreadyExists>(await world.CreateAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("m"), dry));

        Assert.Equal(revision, (await world.Client.StateAsync(CoreKinds.ConfigMaps, World.Token)).Revision);
    }

    [Fact]
    public async Task Create_WrongType_IsBadRequest()
    {
        await using var world = await World.CreateAsync();

        World.Refused<Refusal.BadRequest>(await world.CreateAsync(AppsKinds.Deployments, "{metadata: {name: d}, spec: {replicas: many}}"));
    }

    [Fact]
    public async Task Create_LargerThanTheStoreTakes_IsTooLarge()
    {
        await using var world = await World.CreateAsync();

        var refusal = World.Refused<Refusal.TooLarge>(await world.CreateAsync(AppsKinds.Deployments, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "d" },
            ["spec"] = new JsonObject
            {
                ["selector"] = JsonNode.Parse("""{"matchLabels":{"a":"a"}}"""),
                ["template"] = new JsonObject
                {
                    ["metadata"] = JsonNode.Parse("""{"labels":{"a":"a"}}"""),
                    ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "i", ["args"] = new JsonArray(new string('x', 2 << 20)) }) },
                },
            },
        }));

        Assert.Equal(3 << 19, refusal.BytesMax);
    }

    [Fact]
    public async Task Write_AnOwnerTwice_KeepsItOnceAndWarns()
    {
        const string warning = ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: [u1 u1]";
        await using var world = await World.CreateAsync();
        JsonArray Owners() => [.. new[] { ("u1", true), ("u1", true), ("u1", false), ("u2", false), ("u1", true) }
            .Select(one => new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Node", ["name"] = "n", ["uid"] = one.Item1, ["blockOwnerDeletion"] = one.Item2 })];
        var (creating, updating) = (World.As("one"), World.As("two"));

        var created = World.Done(await world.CreateAsync(CoreKinds.ConfigMaps, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "a", ["ownerReferences"] = Owners() } }, creating)).Object.Parse();
        var updated = World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, "a", item => item["metadata"]!["ownerReferences"] = Owners(), updating)).Object.Parse();

        Assert.Equal(["u1", "u1", "u2"], created.Objects("metadata", "ownerReferences").Select(one => one.Text("uid")));
        Assert.Equal(created.Text("metadata", "resourceVersion"), updated.Text("metadata", "resourceVersion"));
        Assert.Equal([warning], creating.Warnings);
        Assert.Equal([warning], updating.Warnings);
    }
}
