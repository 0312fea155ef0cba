using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apiextensions;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Tests.Reactors;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.CustomResources;

/// <summary>Kinds that come and go with their definitions.</summary>
public sealed class CustomKindTests
{
    private const string Name = "tabs.example.com";

    private static readonly ResourceKind Definitions = ApiextensionsKinds.CustomResourceDefinitions;

    [Fact]
    public async Task Kinds_ADefinitionIsEstablished_AreThoseOfItsServedVersions_UntilItGoes()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(Definitions, Definition());
        Assert.Null((await world.Client.KindsAsync(World.Token)).Find("example.com", "v1", "tabs"));

        await EstablishAsync(world);

        Assert.Equal(["example.com/v1", "example.com/v2"], (await world.Client.KindsAsync(World.Token)).All.Where(kind => kind.Plural == "tabs").Select(kind => kind.ApiVersion));
        Assert.Same(await KindAsync(world), await KindAsync(world));
        await world.DeleteAsync(Definitions, Name);
        await world.UpdateAsync(Definitions, Name, item => item["metadata"]!["finalizers"] = new JsonArray());
        var table = await world.Client.KindsAsync(World.Token);
        Assert.Null(table.Find("example.com", "v1", "tabs"));
        Assert.Equal("Tab", table.Gone[0].Kind);
    }

    [Fact]
    public async Task Kinds_OfAnotherProcess_AreKnownAfterASecond()
    {
        var log = new MemoryCommitLog(isSoleWriter: false);
        await using var one = await World.CreateAsync(log);
        await using var other = World.After(one, log);
        Assert.Null((await other.Client.KindsAsync(World.Token)).Find("example.com", "v1", "tabs"));
        await one.AddAsync(Definitions, Definition());
        await EstablishAsync(one);

        one.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull((await other.Client.KindsAsync(World.Token)).Find("example.com", "v1", "tabs"));
    }

    [Fact]
    public async Task Get_ADefaultWasAddedSince_ShowsItWithoutAWrite()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(Definitions, Definition());
        await EstablishAsync(world);
        var before = await world.AddAsync(await KindAsync(world), "{metadata: {name: a}, spec: {old: x}}");
        await world.UpdateAsync(Definitions, Name, item => item["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!["properties"] =
            JsonNode.Parse("""{"fresh":{"type":"string","default":"d"}}"""));

        var after = (await world.GetAsync(await KindAsync(world), "a"))!;

        Assert.Equal("""{"fresh":"d"}""", after["spec"]!.ToJsonString());
        Assert.Equal(before.Text("metadata", "resourceVersion"), after.Text("metadata", "resourceVersion"));
    }

    [Fact]
    public async Task Update_ThatChangesNothing_MovesAnObjectToTheNewStorageVersion()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(Definitions, Definition());
        await EstablishAsync(world);
        await world.AddAsync(await KindAsync(world), "{metadata: {name: a}, spec: {old: x}}");
        Assert.Equal(WriteEffect.Unchanged, World.Done(await world.UpdateAsync(await KindAsync(world), "a", _ => { })).Effect);
        await world.UpdateAsync(Definitions, Name, item => (item["spec"]!["versions"]![0]!["storage"], item["spec"]!["versions"]![1]!["storage"]) = (false, true));
        Assert.Equal(["v1", "v2"], (await world.GetAsync(Definitions, Name))!.Texts("status", "storedVersions"));

        var moved = World.Done(await world.UpdateAsync(await KindAsync(world), "a", _ => { }));

        Assert.Equal(WriteEffect.Updated, moved.Effect);
        Assert.Equal("example.com/v1", moved.Object.Parse().Text("apiVersion"));
        Assert.Equal(WriteEffect.Unchanged, World.Done(await world.UpdateAsync(await KindAsync(world), "a", _ => { })).Effect);
    }

    [Fact]
    public async Task Create_InAProcessThatHasNotHeardOfTheDeletion_IsRefused()
    {
        var log = new MemoryCommitLog(isSoleWriter: false);
        await using var one = await World.CreateAsync(log);
        await one.AddAsync(Definitions, Definition());
        await EstablishAsync(one);
        await using var other = World.After(one, log);
        var kind = await KindAsync(other);
        await one.DeleteAsync(Definitions, Name);

        var refused = World.Refused<Refusal.MethodNotAllowed>(await other.CreateAsync(kind, "{metadata: {name: late}}"));

        Assert.Equal("create not allowed while custom resource definition is terminating", refused.Message);
        Assert.Empty((await one.Client.StateAsync(kind, World.Token)).All());
    }

    [Fact]
    public async Task Commit_OfAnyCustomKind_IsCarriedToWhoReactsToThem()
    {
        var collector = new ScriptedReactor("collector", ReactorGroup.Cluster) { CustomTrigger = static (before, after) => [$"{(after ?? before)!.Kind.Kind} {(after ?? before)!.Name}"] };
        await using var outside = await Outside.CreateAsync(collector);
        await outside.World.AddAsync(Definitions, Definition());
        await EstablishAsync(outside.World);

        await outside.World.AddAsync(await KindAsync(outside.World), "{metadata: {name: a}}");

        var notice = await outside.NoticeAsync("customresources/example.com/tabs");
        Assert.Equal([ReactorGroup.Cluster], notice.Groups);
        Assert.Equal("collector Tab default/a", $"{Assert.Single(notice.Wakes!)}");
    }

    private static string Definition() => """
        metadata: {name: tabs.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {plural: tabs, kind: Tab}
          versions:
            - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {old: {type: string}}}}}}}
            - {name: v2, served: true, storage: false, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {old: {type: string}}}}}}}
        """;

    private static async Task EstablishAsync(World world) => World.Done(await world.UpdateAsync(
        Definitions,
        Name,
        item => item["status"]!["conditions"] = JsonNode.Parse("""[{"type":"Established","status":"True"}]"""),
        World.As("tester", Subresource.Status)));

    private static async Task<ResourceKind> KindAsync(World world) => (await world.Client.KindsAsync(World.Token)).Find("example.com", "v1", "tabs")!;
}
