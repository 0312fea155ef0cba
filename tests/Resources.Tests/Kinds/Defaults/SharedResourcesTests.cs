using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Kinds.Defaults;

/// <summary>What containers share is filled in once, since a pod cannot change it.</summary>
public sealed class SharedResourcesTests
{
    [Theory]
    [InlineData("""{"limits":{"cpu":"1"}}""", """{"limits":{"cpu":"1"}}""", """{"limits":{"cpu":"1"}}""")]
    [InlineData("""{"limits":{"cpu":"1"},"requests":{"cpu":"1"}}""", """{"limits":{"cpu":"1"}}""", """{"limits":{"cpu":"1"},"requests":{"cpu":"1"}}""")]
    [InlineData("""{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"1"}}""", """{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"1"}}""", """{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"1"}}""")]
    public void Update_OfAPod_IsGivenWhatTheStoredOneHasAndNoMore(string stored, string sent, string expected)
    {
        var (old, item) = (Pod(stored), Pod(sent));

        CoreKinds.Pods.PrepareUpdate(item, old, DateTimeOffset.UnixEpoch);
        CoreKinds.Pods.Default(item);

        Assert.Equal(expected, item["spec"]!["resources"]!.ToJsonString());
    }

    private static JsonObject Pod(string resources) =>
        new() { ["spec"] = new JsonObject { ["resources"] = JsonNode.Parse(resources), ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "i" }) } };
}
