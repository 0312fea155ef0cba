using System.Text.Json.Nodes;
using CloudOrchestrator.Controllers.Deployments;
using CloudOrchestrator.Resources;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Deployments;

public sealed class RolloutTests
{
    [Theory]
    [InlineData(10, "25%", "25%", 3, 2)]
    [InlineData(1, "25%", "25%", 1, 0)]
    [InlineData(4, "0", "1", 0, 1)]
    [InlineData(4, "0%", "0%", 0, 1)]
    public void Bounds_PercentsAndNumbers_RoundAsKubernetes(int replicas, string surge, string unavailable, int surgeWanted, int unavailableWanted) =>
        Assert.Equal(((long)surgeWanted, (long)unavailableWanted), Rollout.Bounds(Deployment(replicas, surge, unavailable)));

    /// <summary>From any mix of sizes and readiness the rollout ends, and on the way never leaves its bounds where it was within them.</summary>
    [Fact]
    public void Sizes_AnyStart_ConvergesWithinTheBounds() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 12], Gen.Int[0, 1_000_000]).Sample((replicas, surge, unavailable, oldSize, seed) =>
        {
            var random = new Random(seed);
            oldSize = Math.Min(oldSize, replicas);
            var deployment = Deployment(replicas, $"{surge}", $"{unavailable}");
            var (most, missing) = Rollout.Bounds(deployment);
            var (current, old) = (ReplicaSet("new", replicas - oldSize), ReplicaSet("old", oldSize));
            for (var round = 0; round < 400; round++)
            {
                var sizes = Rollout.Sizes(deployment, current, [old]);
                foreach (var (name, size) in sizes)
                {
                    var changed = name == "new" ? current : old;
                    changed["spec"]!["replicas"] = size;
                    changed["status"]!["availableReplicas"] = Math.Min(changed.Integer("status", "availableReplicas") ?? 0, size);
                }

                Assert.True(Rollout.Replicas(current) + Rollout.Replicas(old) <= replicas + most);
                Assert.True(Rollout.Available(current) + Rollout.Available(old) >= Math.Max(0, replicas - missing), "fewer pods are available than promised");
                var pending = Rollout.Replicas(current) - Rollout.Available(current);
                if (pending > 0)
                {
                    current["status"]!["availableReplicas"] = Rollout.Available(current) + random.NextInt64(pending + 1);
                }
                else if (sizes.Count == 0)
                {
                    Assert.Equal((replicas, 0L), (Rollout.Replicas(current), Rollout.Replicas(old)));
                    return;
                }
            }

            Assert.Fail("the rollout did not end");
        }, iter: 2000);

    private static JsonObject Deployment(int replicas, string surge, string unavailable) => Yaml.Parse($$$"""
        metadata: {name: web}
        spec: {replicas: {{{replicas}}}, strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: {{{surge}}}, maxUnavailable: {{{unavailable}}} } } }
        """);

    private static JsonObject ReplicaSet(string name, int replicas) =>
        Yaml.Parse($$$"""{metadata: {name: {{{name}}}}, spec: {replicas: {{{replicas}}}}, status: {availableReplicas: {{{replicas}}}}}""");
}
