using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.DynamicResources;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Kinds.DynamicResources;

/// <summary>When the taint of selected devices counts as added.</summary>
public sealed class TaintRuleTests
{
    private const string Created = "2026-01-01T00:00:00Z";
    private const string Later = "2026-01-01T00:01:00Z";

    private static readonly ResourceKind Kind = ResourceKinds.DeviceTaintRules;

    [Theory]
    [InlineData("value", "other", null, Later)]
    [InlineData("value", "other", Created, Created)]
    [InlineData("effect", "NoExecute", Created, Later)]
    [InlineData("effect", "NoExecute", "2026-01-01T00:00:30Z", "2026-01-01T00:00:30Z")]
    public async Task Update_OfATaint_IsDatedAnewWhereItsEffectChangesAndItsTimeDoesNot(string field, string value, string? sent, string expected)
    {
        await using var world = await World.CreateAsync();
        World.Done(await world.CreateAsync(Kind, Yaml.Parse("{metadata: {name: t}, spec: {taint: {key: example.com/broken, value: x, effect: NoSchedule}}}")));
        world.Time.Advance(TimeSpan.FromMinutes(1));

        var done = World.Done(await world.UpdateAsync(Kind, "t", current =>
        {
            current["spec"]!["taint"]![field] = value;
            current["spec"]!["taint"]!["timeAdded"] = sent;
        })).Object.Parse();

        Assert.Equal(expected, done.Text("spec", "taint", "timeAdded"));
        Assert.Equal(2, done.Integer("metadata", "generation"));
    }
}
