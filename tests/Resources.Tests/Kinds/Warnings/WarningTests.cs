using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Patching;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Kinds.Warnings;

/// <summary>What writers of each kind are warned of. A file holds an object that brings no warnings, then one case a document: what is changed in it (a merge
/// patch for the creation, <c>update</c> for a change of what was created), and the warnings that the last write brings. A file is called by the plural of its
/// kind.</summary>
public sealed class WarningTests
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var file in Files())
        {
            foreach (var one in Yaml.ParseAll(File.ReadAllText(file)).Skip(1))
            {
                cases.Add(Path.GetFileNameWithoutExtension(file), one.Text("case")!);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Write_WhatIsOldOrOdd_WarnsOfIt(string file, string name)
    {
        var documents = Yaml.ParseAll(await File.ReadAllTextAsync(Path.Combine(Folder(), file + ".yaml"), World.Token));
        var one = documents.Skip(1).Single(document => document.Text("case") == name);
        await using var world = await World.CreateAsync();
        var (creating, updating) = (Writing(), Writing());

        var outcome = await world.CreateAsync(KindOf(file), Patched(documents[0], one["create"]), creating);
        if (one["update"] is { } update)
        {
            World.Done(outcome);
            var subject = documents[0].Text("metadata", "name")!;
            outcome = await world.PutAsync(KindOf(file), subject, Patched((await world.GetAsync(KindOf(file), subject))!, update), updating);
        }

        World.Done(outcome);
        Assert.Equal(one.Texts("warnings"), (one["update"] is null ? creating : updating).Warnings);
    }

    [Fact]
    public async Task Create_OneFileManyTimes_WarnsOfItOnce()
    {
        await using var world = await World.CreateAsync();
        var context = Writing();
        var items = new JsonArray([.. Enumerable.Repeat("""{"key":"k","path":"x"}""", 1000).Select(item => JsonNode.Parse(item))]);
        var volume = new JsonObject { ["name"] = "v", ["configMap"] = new JsonObject { ["name"] = "m", ["items"] = items } };
        var pod = (JsonObject)JsonNode.Parse("""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i:1"}]}}""")!;
        pod["spec"]!["volumes"] = new JsonArray(volume);

        World.Done(await world.CreateAsync(CoreKinds.Pods, pod, context));

        Assert.Equal(["volume \"v\" (ConfigMap \"m\"): overlapping paths: \"x\" with \"x\""], context.Warnings);
        Assert.InRange(CoreKinds.Pods.Warnings(pod, null).Count(), 1, 100);
    }

    [Fact]
    public async Task Write_ObjectOfEachFile_WarnsOfNothing()
    {
        await using var world = await World.CreateAsync();
        foreach (var file in Files())
        {
            var (creating, updating) = (Writing(), Writing());
            var document = Yaml.ParseAll(await File.ReadAllTextAsync(file, World.Token))[0];
            var kind = KindOf(Path.GetFileNameWithoutExtension(file));

            World.Done(await world.CreateAsync(kind, document, creating));
            World.Done(await world.UpdateAsync(kind, document.Text("metadata", "name")!, item => item.Ensure("metadata").Ensure("labels")["a"] = "b", updating));

            Assert.Empty(creating.Warnings);
            Assert.Empty(updating.Warnings);
        }
    }

    [Fact]
    public async Task Write_MoreThanIsWrong_WarnsOfSoMuchAlone()
    {
        await using var world = await World.CreateAsync();
        var ports = string.Join(", ", Enumerable.Repeat("{containerPort: 80}", 2000));
        var context = Writing();

        World.Done(await world.CreateAsync(KindOf("pods"), $"{{metadata: {{name: p}}, spec: {{containers: [{{name: c, image: \"i:1\", ports: [{ports}]}}]}}}}", context));

        Assert.InRange(context.Warnings.Count, 32, 64);
    }

    /// <summary>Such schedules are no longer taken, but may be stored.</summary>
    [Fact]
    public void Warnings_OfACronJobStoredWithAZone_SayWhereItBelongs()
    {
        var stored = Yaml.Parse("{metadata: {name: c, generation: 1}, spec: {schedule: \"TZ=UTC 0 0 * * *\"}}");

        Assert.Equal(
            ["cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details"],
            KindOf("cronjobs").Warnings(stored, stored));
    }

    [Fact]
    public void Warnings_OfAPodThatHasNothingToWarnOf_TakeNoMemory()
    {
        var kind = KindOf("pods");
        var pod = Yaml.Parse(
            "{metadata: {name: p}, spec: {containers: [{name: c, image: \"i:1\", ports: [{containerPort: 80}], env: [{name: A}], resources: {requests: {cpu: 100m, memory: 1Gi}, limits: {memory: 1Gi}}}]}}");

        Assert.Same(Array.Empty<string>(), kind.Warnings(pod, null));
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = kind.Warnings(pod, null);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Resources.Writing.WriteContext Writing() => World.As("t") with { Warnings = new List<string>() };

    private static ResourceKind KindOf(string file) => KindTable.BuiltIn.All.Single(kind => kind.Plural == file && kind.Conversion is null);

    private static JsonObject Patched(JsonObject original, JsonNode? patch)
    {
        var copy = (JsonObject)original.DeepClone();
        return patch is JsonObject change ? Assert.IsType<PatchOutcome.Patched>(MergePatch.Apply(copy, change)).Document : copy;
    }

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder(), "*.yaml").Order();

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Kinds", "Warnings", "cases");
}
