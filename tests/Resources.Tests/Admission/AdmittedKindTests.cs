using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Admission;

/// <summary>What nodes, volumes and claims are given as they are let in, and once only.</summary>
public sealed class AdmittedKindTests
{
    private const string NotReady = "node.kubernetes.io/not-ready";

    [Theory]
    [InlineData("", $"{NotReady}:NoSchedule")]
    [InlineData("spec: {taints: [{key: own, effect: NoSchedule}]}", $"own:NoSchedule {NotReady}:NoSchedule")]
    [InlineData($"spec: {{taints: [{{key: {NotReady}, effect: NoExecute}}]}}", $"{NotReady}:NoExecute {NotReady}:NoSchedule")]
    [InlineData($"spec: {{taints: [{{key: {NotReady}, value: x, effect: NoSchedule}}]}}", $"{NotReady}:NoSchedule")]
    public async Task Create_Node_TakesNoPodsYet(string spec, string expected)
    {
        await using var world = await World.CreateAsync();

        var node = await world.AddAsync(CoreKinds.Nodes, $"metadata: {{name: n1}}\n{spec}");

        Assert.Equal(expected, Taints(node));
    }

    [Fact]
    public async Task Update_Node_GivesNoTaintBack()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Nodes, "{metadata: {name: n1}}");

        World.Done(await world.UpdateAsync(CoreKinds.Nodes, "n1", static node => ((JsonObject)node["spec"]!).Remove("taints")));

        Assert.Equal("", Taints(await world.GetAsync(CoreKinds.Nodes, "n1")));
    }

    public static TheoryData<string, string, string> Protected => new()
    {
        { "PersistentVolumeClaim", "{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}", "kubernetes.io/pvc-protection" },
        { "PersistentVolume", "{accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, hostPath: {path: /data}}", "kubernetes.io/pv-protection" },
    };

    [Theory]
    [MemberData(nameof(Protected))]
    public async Task Create_VolumeOrClaim_IsProtectedByNobody(string kind, string spec, string finalizer)
    {
        await using var world = await World.CreateAsync();

        var item = await world.AddAsync(KindTable.BuiltIn.FindKind("v1", kind)!, $"{{metadata: {{name: plain}}, spec: {spec}}}");

        Assert.Equal([finalizer], item.Texts("metadata", "finalizers"));
        Assert.DoesNotContain("f:finalizers", item["metadata"]!["managedFields"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Protected))]
    public async Task Create_VolumeOrClaimWithFinalizers_KeepsThemAndHasItsOwnOnce(string kind, string spec, string finalizer)
    {
        await using var world = await World.CreateAsync();
        var type = KindTable.BuiltIn.FindKind("v1", kind)!;

        var other = await world.AddAsync(type, $"{{metadata: {{name: other, finalizers: [example.com/hold]}}, spec: {spec}}}");
        var same = await world.AddAsync(type, $"{{metadata: {{name: same, finalizers: [{finalizer}]}}, spec: {spec}}}");

        Assert.Equal(["example.com/hold", finalizer], other.Texts("metadata", "finalizers"));
        Assert.Equal([finalizer], same.Texts("metadata", "finalizers"));
    }

    private static string Taints(JsonNode? node) => string.Join(' ', node.Objects("spec", "taints").Select(taint => $"{taint.Text("key")}:{taint.Text("effect")}"));
}
