using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Writing.ManagedFields;

/// <summary>What must hold of every server-side apply; a failure prints its seed.</summary>
public sealed class ApplyLawTests
{
    private const int Samples = 150;

    private static readonly ResourceKind Kind = AppsKinds.Deployments;

    private int _names;

    [Fact]
    public Task Apply_Twice_IsOnce() => SampleAsync(Config("abc"), Config("abc"), async (world, name, first, second) =>
    {
        World.Done(await Apply(world, name, first, "one"));
        await Apply(world, name, second, "two", force: true);
        var once = await world.GetAsync(Kind, name);
        Assert.Equal(WriteEffect.Unchanged, World.Done(await Apply(world, name, second, "two")).Effect);
        Assert.True(JsonNode.DeepEquals(once, await world.GetAsync(Kind, name)));
    });

    [Fact]
    public Task Apply_ReadBack_HoldsTheConfiguration() => SampleAsync(Config("abc"), Config("abc"), async (world, name, first, second) =>
    {
        World.Done(await Apply(world, name, first, "one"));
        var item = World.Done(await Apply(world, name, second, "two", force: true)).Object.Parse();
        Assert.True(Holds(item, second), item.ToJsonString());
    });

    [Fact]
    public Task Apply_DisjointConfigurations_Commute() => SampleAsync(Config("ab"), Config("cd"), async (world, name, first, second) =>
    {
        second["spec"]!.AsObject().Remove("replicas");
        second["spec"]!["template"]!["spec"]!.AsObject().Remove("nodeSelector");
        World.Done(await Apply(world, name, first, "one"));
        var left = World.Done(await Apply(world, name, second, "two")).Object.Parse();
        World.Done(await Apply(world, name + "x", second, "two"));

        // What the server defaulted on create is nobody's, so that the other one may set it.
        var right = World.Done(await Apply(world, name + "x", first, "one")).Object.Parse();
        Assert.Equal(Contents(left).ToJsonString(), Contents(right).ToJsonString());
        Assert.Equal(Owned(left), Owned(right));
    });

    [Fact]
    public Task Apply_ByTheLoserOfAForce_ConflictsInWhatItLost() => SampleAsync(Config("abc"), Config("abc"), async (world, name, first, second) =>
    {
        World.Done(await Apply(world, name, first, "one"));
        var conflicts = await Apply(world, name, second, "two");
        World.Done(await Apply(world, name, second, "two", force: true));

        var again = await Apply(world, name, first, "one");
        var lost = conflicts is ResourceOutcome.Refused { Refusal: Refusal.ApplyConflict it } ? it.Causes.Select(cause => cause.Field).ToList() : [];
        var found = again is ResourceOutcome.Refused { Refusal: Refusal.ApplyConflict other } ? other.Causes.Select(cause => cause.Field).ToList() : [];
        Assert.Equal(lost, found);
        World.Done(await Apply(world, name, first, "one", force: true));
    });

    [Fact]
    public Task Apply_OfLess_LeavesWhatThatAloneMakes() => SampleAsync(Config("abc"), Config("abc"), async (world, name, first, second) =>
    {
        World.Done(await Apply(world, name, first, "one"));
        var item = World.Done(await Apply(world, name, second, "one")).Object.Parse();
        var alone = World.Done(await Apply(world, name + "x", second, "one")).Object.Parse();

        Assert.Equal(Contents(alone).ToJsonString(), Contents(item).ToJsonString());
        Assert.Equal(Owned(alone), Owned(item));
    });

    [Fact]
    public Task Update_OfWhatOneApplied_IsThenAConflict_OrForcedBack() => SampleAsync(Config("abc"), Config("abc"), async (world, name, first, second) =>
    {
        World.Done(await Apply(world, name, first, "one"));
        var applied = await world.GetAsync(Kind, name);
        World.Done(await world.UpdateAsync(Kind, name, item => item["spec"]!["replicas"] = 77, World.As("two")));

        var refused = World.Refused<Refusal.ApplyConflict>(await Apply(world, name, first, "one"));
        Assert.Equal([".spec.replicas"], refused.Causes.Select(cause => cause.Field));
        var forced = World.Done(await Apply(world, name, first, "one", force: true)).Object.Parse();
        Assert.Equal(Contents(applied!).ToJsonString(), Contents(forced).ToJsonString());
        Assert.Equal(Owned(applied!), Owned(forced));
    });

    private static Task<ResourceOutcome> Apply(World world, string name, JsonObject config, string manager, bool force = false) =>
        world.ApplyAsync(Kind, name, (JsonObject)config.DeepClone(), World.As(manager), force);

    private async Task SampleAsync(Gen<JsonObject> first, Gen<JsonObject> second, Func<World, string, JsonObject, JsonObject, Task> check)
    {
        await using var world = await World.CreateAsync();
        await Gen.Select(first, second).SampleAsync(async (one, two) => await check(world, $"d{Interlocked.Increment(ref _names)}", one, two), iter: Samples, threads: 1);
    }

    /// <summary>A Deployment whose labels, containers, environment, ports and finalizers are named by some of these letters.</summary>
    private static Gen<JsonObject> Config(string letters)
    {
        var some = Gen.OneOf(letters.ToCharArray()).Array[0, 3].Select(found => found.Distinct().ToArray());
        var value = Gen.OneOf("1", "2");
        var containers = Gen.Select(some, some, some, value).Select((names, environment, ports, image) => new JsonArray(
        [
            new JsonObject { ["name"] = "main", ["image"] = "main:1" },
            .. names.Select(name => new JsonObject
            {
                ["name"] = $"c{name}",
                ["image"] = $"i:{image}",
                ["args"] = new JsonArray(image),
                ["env"] = new JsonArray([.. environment.Select(letter => new JsonObject { ["name"] = $"E{letter}", ["value"] = image })]),
                ["ports"] = new JsonArray([.. ports.Select(letter => Port(letter, image))]),
            }),
        ]));
        return Gen.Select(some, some, containers, Gen.Int[1, 3], value, Gen.Bool).Select((labels, finalizers, list, replicas, text, selects) => Whole(new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["labels"] = new JsonObject(labels.Select(letter => KeyValuePair.Create($"l{letter}", (JsonNode?)text))),
                ["finalizers"] = new JsonArray([.. finalizers.Select(letter => JsonValue.Create($"x.io/{letter}"))]),
            },
            ["spec"] = new JsonObject
            {
                ["replicas"] = replicas,
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "a" } },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = "a" } },
                    ["spec"] = new JsonObject { ["containers"] = list.DeepClone(), ["nodeSelector"] = selects ? new JsonObject { ["disk"] = text } : [] },
                },
            },
        }));
    }

    /// <summary>Without what is empty: a manager owns an empty map, though no document holds it.</summary>
    private static JsonObject Whole(JsonObject config)
    {
        foreach (var (name, value) in config.ToList())
        {
            foreach (var one in value is JsonArray list ? list.OfType<JsonObject>() : value is JsonObject members ? [members] : [])
            {
                Whole(one);
            }

            if (value is JsonObject { Count: 0 } or JsonArray { Count: 0 })
            {
                config.Remove(name);
            }
        }

        return config;
    }

    /// <summary>Some ports say what they are by default, and others do not.</summary>
    private static JsonObject Port(char letter, string protocol)
    {
        var port = new JsonObject { ["containerPort"] = 80 + letter };
        if (protocol == "1")
        {
            port["protocol"] = "TCP";
        }

        return port;
    }

    /// <summary>What managers set of a document, with lists in one order.</summary>
    private static JsonObject Contents(JsonObject item) => new()
    {
        ["labels"] = Sorted(item.At("metadata", "labels")),
        ["finalizers"] = Sorted(item.At("metadata", "finalizers")),
        ["spec"] = Sorted(item["spec"]),
    };

    private static JsonNode? Sorted(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Sorted).OrderBy(element => element?.ToJsonString(), StringComparer.Ordinal)]),
        _ => value?.DeepClone(),
    };

    private static List<string> Owned(JsonObject item) =>
        [.. item.Objects("metadata", "managedFields").Select(entry => $"{entry.Text("manager")} {entry.Text("operation")} {entry["fieldsV1"]!.ToJsonString()}").Order()];

    private static bool Holds(JsonNode? document, JsonNode? config) => config switch
    {
        null => true,
        JsonObject { Count: 0 } or JsonArray { Count: 0 } => true,
        JsonObject members => document is JsonObject owner && members.All(member => Holds(owner[member.Key], member.Value)),
        JsonArray elements => document is JsonArray list && elements.All(element => list.Any(one => Holds(one, element))),
        _ => JsonNode.DeepEquals(document, config),
    };
}
