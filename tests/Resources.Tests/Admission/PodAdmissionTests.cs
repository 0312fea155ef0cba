using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Kinds.Scheduling;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Admission;

/// <summary>What a new pod takes from other objects. A case holds the objects that are there, what its spec says and its annotations; then either why it is
/// refused, or what its spec becomes, null standing for a field that is not there.</summary>
public sealed class PodAdmissionTests
{
    private const string Spec = "{containers: [{name: c, image: \"i:1\"}]}";

    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "Admission", "cases", "pods.yaml");

    public static TheoryData<string> Cases() => [.. Yaml.ParseAll(System.IO.File.ReadAllText(File)).Select(one => one.Text("case")!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Create_Pod_IsCompletedOrRefused(string name)
    {
        var one = Yaml.ParseAll(await System.IO.File.ReadAllTextAsync(File, World.Token)).Single(document => document.Text("case") == name);
        await using var world = await World.CreateAsync();
        foreach (var item in one.Objects("objects"))
        {
            World.Done(await world.CreateAsync(KindTable.BuiltIn.FindKind(item.Text("apiVersion")!, item.Text("kind")!)!, (JsonObject)item.DeepClone()));
        }

        var outcome = await world.CreateAsync(CoreKinds.Pods, Pod(one));

        if (one.Text("refused") is { } refused)
        {
            Assert.Equal(("pods", "p", refused), World.Refused<Refusal.Forbidden>(outcome) is var forbidden ? (forbidden.QualifiedResource, forbidden.Name, forbidden.Message) : default);
            return;
        }

        var spec = World.Done(outcome).Object.Parse()["spec"];
        foreach (var (field, value) in (JsonObject)one["spec"]!)
        {
            Assert.True(JsonNode.DeepEquals(value, spec?[field]), $"{field}: {spec?[field]?.ToJsonString() ?? "missing"}");
        }
    }

    [Fact]
    public async Task Create_NamedByItsPrefix_IsRefusedUnderThePrefix()
    {
        await using var world = await World.CreateAsync();

        var outcome = await world.CreateAsync(CoreKinds.Pods, "{metadata: {generateName: web-}, spec: {priorityClassName: high, containers: [{name: c, image: \"i:1\"}]}}");

        Assert.Equal("web-", World.Refused<Refusal.Forbidden>(outcome).Name);
    }

    [Fact]
    public async Task Create_DefaultAccountMadeMeanwhile_GoesAhead()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Namespaces, "{metadata: {name: young}}");

        var creating = world.CreateAsync(CoreKinds.Pods, $"{{metadata: {{name: p, namespace: young}}, spec: {Spec}}}");
        Assert.False(creating.IsCompleted);
        await world.AddAsync(CoreKinds.ServiceAccounts, "{metadata: {name: other, namespace: young}}");
        Assert.False(creating.IsCompleted);
        await world.AddAsync(CoreKinds.ServiceAccounts, "{metadata: {name: default, namespace: young}}");

        Assert.Equal("default", World.Done(await creating).Object.Parse().Text("spec", "serviceAccountName"));
    }

    [Fact]
    public async Task Create_DefaultAccountNotMadeInTime_IsRefusedForNow()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Namespaces, "{metadata: {name: young}}");

        var creating = world.CreateAsync(CoreKinds.Pods, $"{{metadata: {{name: p, namespace: young}}, spec: {Spec}}}");
        while (!creating.IsCompleted)
        {
            // It may not have begun to wait yet.
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var refused = World.Refused<Refusal.Forbidden>(await creating);
        Assert.Equal("error looking up service account young/default: serviceaccount \"default\" not found", refused.Message);
        Assert.False(ReconcileFailure.Of(refused).IsForGood);
    }

    [Fact]
    public async Task Create_NoSuchNamespace_IsSaidAtOnce()
    {
        await using var world = await World.CreateAsync();

        World.Refused<Refusal.NotFound>(await world.CreateAsync(CoreKinds.Pods, $"{{metadata: {{name: p, namespace: none}}, spec: {Spec}}}"));
    }

    [Fact]
    public async Task Create_DryRunInPlannedNamespace_NeedsNoAccount()
    {
        await using var world = await World.CreateAsync();
        var context = World.As("t") with { DryRun = true, Rehearsal = new Rehearsal(new HashSet<string> { "soon" }, new HashSet<string>()) };

        World.Done(await world.CreateAsync(CoreKinds.Pods, $"{{metadata: {{name: p, namespace: soon}}, spec: {Spec}}}", context));
    }

    [Fact]
    public async Task Create_InvalidPodOfUnknownClass_IsRefusedForItsClass()
    {
        await using var world = await World.CreateAsync();

        World.Refused<Refusal.Forbidden>(await world.CreateAsync(CoreKinds.Pods, "{metadata: {name: p}, spec: {priorityClassName: high}}"));
    }

    [Fact]
    public async Task Create_AccountMadeByAnotherProcess_IsFound()
    {
        var log = new Store.Conformance.MemoryCommitLog(isSoleWriter: false);
        await using var world = await World.CreateAsync(log);
        await world.AddAsync(CoreKinds.Pods, $"{{metadata: {{name: first}}, spec: {Spec}}}");
        await using (var other = World.After(world, log))
        {
            await other.AddAsync(CoreKinds.ServiceAccounts, "{metadata: {name: robot}}");
        }

        await world.AddAsync(CoreKinds.Pods, "{metadata: {name: p}, spec: {serviceAccountName: robot, containers: [{name: c, image: \"i:1\"}]}}");
    }

    [Fact]
    public async Task PriorityClass_SecondPreset_IsForbidden()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(SchedulingKinds.PriorityClasses, "{metadata: {name: common}, value: 1, globalDefault: true}");
        await world.AddAsync(SchedulingKinds.PriorityClasses, "{metadata: {name: other}, value: 2}");

        var created = await world.CreateAsync(SchedulingKinds.PriorityClasses, "{metadata: {name: third}, value: 3, globalDefault: true}");
        var updated = await world.UpdateAsync(SchedulingKinds.PriorityClasses, "other", item => item["globalDefault"] = true);
        World.Done(await world.UpdateAsync(SchedulingKinds.PriorityClasses, "common", item => item["description"] = "of most pods"));

        const string message = "PriorityClass common is already marked as default. Only one default can exist";
        Assert.Equal(("priorityclasses.scheduling.k8s.io", "third", message), World.Refused<Refusal.Forbidden>(created) is var one ? (one.QualifiedResource, one.Name, one.Message) : default);
        Assert.Equal(message, World.Refused<Refusal.Forbidden>(updated).Message);
    }

    private static JsonObject Pod(JsonObject one)
    {
        var pod = Yaml.Parse($"{{metadata: {{name: p}}, spec: {Spec}}}");
        if (one["annotations"] is { } annotations)
        {
            pod["metadata"]!["annotations"] = annotations.DeepClone();
        }

        foreach (var (field, value) in one["pod"] as JsonObject ?? [])
        {
            pod["spec"]![field] = value?.DeepClone();
        }

        return pod;
    }
}
