using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Patching;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Patching;

public class ListOrderTests
{
    [Theory]
    [InlineData("a,b", "b", "", "a,b")]
    [InlineData("a", "b", "", "b,a")]
    [InlineData("a,b,c", "d,b", "", "d,a,b,c")]
    [InlineData("a,b,c", "", "c,a,b", "c,a,b")]
    [InlineData("a,x,b", "", "a,b", "a,x,b")]
    [InlineData("a,x,b", "", "b,a", "x,b,a")]
    [InlineData("a,x", "b", "a,b", "a,b,x")]
    public void StrategicMergePatch_Containers_StandInTheOrderOfThePatch(string original, string patched, string order, string expected)
    {
        var patch = new JsonObject { ["containers"] = Named(patched) };
        if (order.Length > 0)
        {
            patch["$setElementOrder/containers"] = Named(order);
        }

        var outcome = StrategicMergePatch.Apply(
            new JsonObject { ["spec"] = new JsonObject { ["containers"] = Named(original) } },
            new JsonObject { ["spec"] = patch },
            CoreKinds.Pods.Schema);

        var merged = Assert.IsType<PatchOutcome.Patched>(outcome).Document["spec"]!["containers"]!.AsArray();
        Assert.Equal(expected, string.Join(',', merged.Select(container => (string?)container!["name"])));
    }

    private static JsonArray Named(string names) =>
        [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => new JsonObject { ["name"] = name })];
}
