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
    public async Task Write_AFinalizerOfNoDomain_WarnsOfItOnce()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(Definitions, Definition());
        await EstablishAsync(world);
        var (creating, updating) = (World.As("t") with { Warnings = new List<string>() }, World.As("t") with { Warnings = new List<string>() });

        World.Done(await world.CreateAsync(await KindAsync(world), "{metadata: {name: a, finalizers: [orphan, b.example.com, example.com/a, a]}}", creating));
        World.Done(await world.UpdateAsync(await KindAsync(world), "a", item => item["metadata"]!["labels"] = new JsonObject { ["a"] = "b" }, updating));

        Assert.Equal(
            ["a", "b.example.com"],
            creating.Warnings.Select(warning => warning.Split('"')[1]));
        Assert.Equal(
            "metadata.finalizers: \"a\": prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers",
            creating.Warnings[0]);
        Assert.Empty(updating.Warnings);
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

    [Fact]
    public async Task Update_WhatTheSchemaForbidsSince_MayStayAsItIsAndNotBecomeSo()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(Definitions, Definition());
        await EstablishAsync(world);
        await SchemaAsync(world, "{type: object, x-kubernetes-preserve-unknown-fields: true}");
        await world.AddAsync(
            await KindAsync(world), "{metadata: {name: a}, spec: {old: long, size: 9, ports: [{name: x, port: 0}, {name: y, port: 1}], list: [0, 1], twice: [1, 1]}}");
        await SchemaAsync(world, """
            type: object
            required: [new]
            properties:
              old: {type: string, maxLength: 2}
              size: {type: string}
              ports: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], items: {type: object, required: [name], properties: {name: {type: string}, port: {type: integer, minimum: 1}}}}
              list: {type: array, items: {type: integer, minimum: 1}}
              twice: {type: array, x-kubernetes-list-type: set, items: {type: integer}}
              new: {type: string}
            """);

        World.Done(await world.UpdateAsync(await KindAsync(world), "a", item => item["metadata"]!["labels"] = new JsonObject { ["a"] = "b" }));
        await RefusedAsync(["spec.new"], spec => spec["old"] = "ok");
        World.Done(await world.UpdateAsync(await KindAsync(world), "a", item => (item["spec"]!["new"], item["spec"]!["old"]) = ("n", "ok")));
        await RefusedAsync(["spec.old"], spec => spec["old"] = "long");
        await RefusedAsync(["spec.size"], spec => spec["size"] = 8);
        World.Done(await world.UpdateAsync(await KindAsync(world), "a", item => ((JsonArray)item["spec"]!["ports"]!).Insert(0, new JsonObject { ["name"] = "z", ["port"] = 3 })));
        await RefusedAsync(["spec.ports[1].port"], spec => spec["ports"]![1]!["port"] = -1);
        await RefusedAsync(["spec.list[0]"], spec => ((JsonArray)spec["list"]!).Add(2));
        World.Done(await world.UpdateAsync(await KindAsync(world), "a", item => ((JsonArray)item["spec"]!["twice"]!).Add(1)));
        World.Done(await world.UpdateAsync(await KindAsync(world), "a", item => item["spec"]!["twice"] = new JsonArray(1, 2)));
        await RefusedAsync(["spec.twice[2]"], spec => ((JsonArray)spec["twice"]!).Add(1));

        async Task RefusedAsync(string[] fields, Action<JsonNode> change)
        {
            var refused = World.Refused<Refusal.Invalid>(await world.UpdateAsync(await KindAsync(world), "a", item => change(item["spec"]!)));
            Assert.Equal(fields, refused.Errors.Select(error => error.Field));
        }
    }

    [Fact]
    public async Task Apply_MapsAndListsWithinMaps_AreOwnedByTheirMembers()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(Definitions, Definition());
        await EstablishAsync(world);
        await SchemaAsync(world, """
            type: object
            properties:
              maps: {type: object, additionalProperties: {type: object, additionalProperties: {type: string}}}
              sets: {type: object, additionalProperties: {type: array, x-kubernetes-list-type: set, items: {type: string}}}
              lists: {type: object, additionalProperties: {type: array, items: {type: array, items: {type: string}}}}
            """);
        var kind = await KindAsync(world);
        World.Done(await world.ApplyAsync(kind, "a", "{spec: {maps: {one: {a: b}}, sets: {one: [x]}, lists: {one: [[x]]}}}", "first"));

        var both = World.Done(await world.ApplyAsync(kind, "a", "{spec: {maps: {one: {c: d}}, sets: {one: [z]}, lists: {two: [[z]]}}}", "second")).Object.Parse();

        Assert.Equal("""{"lists":{"one":[["x"]],"two":[["z"]]},"maps":{"one":{"a":"b","c":"d"}},"sets":{"one":["x","z"]}}""", both["spec"]!.ToJsonString());
        Yaml.AssertSame(
            Yaml.Parse("""
                f:spec:
                  f:maps: {f:one: {.: {}, f:c: {}}}
                  f:sets: {f:one: {.: {}, 'v:"z"': {}}}
                  f:lists: {f:two: {}}
                """),
            both.Objects("metadata", "managedFields").Single(entry => entry.Text("manager") == "second")["fieldsV1"]);
        var conflict = World.Refused<Refusal.ApplyConflict>(await world.ApplyAsync(kind, "a", "{spec: {maps: {one: {a: e}}}}", "third"));
        Assert.Equal(".spec.maps.one.a", Assert.Single(conflict.Causes).Field);
        var undeclared = Resources.Writing.ManagedFields.ConfigCheck.Faults(Yaml.Parse("{spec: {maps: {one: [a]}}}"), kind.Schema);
        Assert.StartsWith(".spec.maps.one: expected map, got", Assert.Single(undeclared), StringComparison.Ordinal);
        var left = World.Done(await world.ApplyAsync(kind, "a", "{spec: {maps: {one: {}}}}", "second")).Object.Parse();
        Assert.Equal("""{"lists":{"one":[["x"]]},"maps":{"one":{"a":"b"}},"sets":{"one":["x"]}}""", left["spec"]!.ToJsonString());
    }

    [Fact]
    public async Task Definition_AuthoritiesThatCannotBeRead_AreTakenUntilSomethingIsServed()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(Definitions, Definition());
        World.Done(await ConvertAsync("bm8gUEVN"));
        await EstablishAsync(world);
        World.Done(await ConvertAsync("c3RpbGwgbm9uZQ=="));
        World.Done(await ConvertAsync(null));

        var refused = World.Refused<Refusal.Invalid>(await ConvertAsync("bm8gUEVN"));

        var error = Assert.Single(refused.Errors);
        Assert.Equal(
            ("spec.conversion.webhookClientConfig.caBundle", "Invalid value: \"bm8gUEVN\": unable to load root certificates: unable to parse bytes as PEM block"), (error.Field, error.Message));

        Task<ResourceOutcome> ConvertAsync(string? bundle) => world.UpdateAsync(Definitions, Name, item => item["spec"]!["conversion"] = new JsonObject
        {
            ["strategy"] = "Webhook",
            ["webhook"] = new JsonObject { ["conversionReviewVersions"] = new JsonArray("v1"), ["clientConfig"] = new JsonObject { ["url"] = "https://h.example", ["caBundle"] = bundle } },
        });
    }

    /// <summary>What a set's values and the keys of elements have is in the paths as Go writes it: characters of two UTF-16 units as they are.</summary>
    [Theory]
    [InlineData("😀", "😀")]
    [InlineData("é\u00a0\ue000", "é\u00a0\ue000")]
    [InlineData("a<b>&c", "a\\u003cb\\u003e\\u0026c")]
    [InlineData("\u2028\"\\", "\\u2028\\\"\\\\")]
    [InlineData("\u0001\n", "\\u0001\\n")]
    public async Task Apply_ValuesOfSets_AreWrittenAsGoWritesThem(string value, string expected)
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(Definitions, Definition());
        await EstablishAsync(world);
        await SchemaAsync(world, "{type: object, properties: {set: {type: array, x-kubernetes-list-type: set, items: {type: string}}}}");
        var kind = await KindAsync(world);
        JsonObject Config(params string[] values) => new() { ["spec"] = new JsonObject { ["set"] = new JsonArray([.. values.Select(one => (JsonNode)one)]) } };

        World.Done(await world.ApplyAsync(kind, "s", Config(value, "x"), World.As("a")));
        var item = World.Done(await world.ApplyAsync(kind, "s", Config(value), World.As("b"))).Object.Parse();

        Assert.Equal([$"v:\"{expected}\""], item.Objects("metadata", "managedFields").Single(entry => entry.Text("manager") == "b")["fieldsV1"]!["f:spec"]!["f:set"]!.AsObject().Select(member => member.Key));

        // However a client writes the same, it is the same.
        var escaped = string.Concat(value.Select(unit => $"\\u{(int)unit:x4}"));
        foreach (var entry in item["metadata"]!["managedFields"]!.AsArray())
        {
            entry!["fieldsV1"] = new JsonObject { ["f:spec"] = new JsonObject { ["f:set"] = new JsonObject { [$"v:\"{escaped}\""] = new JsonObject() } } };
        }

        World.Done(await world.PutAsync(kind, "s", item, World.As("c")));
        item = World.Done(await world.ApplyAsync(kind, "s", new JsonObject { ["spec"] = new JsonObject() }, World.As("a"))).Object.Parse();
        item = World.Done(await world.ApplyAsync(kind, "s", new JsonObject { ["spec"] = new JsonObject() }, World.As("b"))).Object.Parse();
        Assert.Equal(["x"], item["spec"]!["set"]!.AsArray().Select(one => (string)one!));
    }

    /// <summary>Says what the specs of all versions are.</summary>
    private static async Task SchemaAsync(World world, string spec) => World.Done(await world.UpdateAsync(Definitions, Name, item =>
    {
        foreach (var version in item.Objects("spec", "versions"))
        {
            version["schema"]!["openAPIV3Schema"]!["properties"]!["spec"] = Yaml.Parse(spec);
        }
    }));

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
