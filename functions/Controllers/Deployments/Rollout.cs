using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.Controllers.Deployments;

/// <summary>The numbers of a rollout. Pure.</summary>
internal static class Rollout
{
    /// <summary>How many pods there may be beyond those wanted, and how many may be missing. Percents of surge round up, of missing ones down; both zero means one may be missing.</summary>
    public static (long Surge, long Unavailable) Bounds(JsonObject deployment)
    {
        var replicas = Replicas(deployment);
        var rolling = deployment.At("spec", "strategy", "rollingUpdate");
        if (deployment.Text("spec", "strategy", "type") == "Recreate")
        {
            return (0, 0);
        }

        var surge = Resolve(rolling.At("maxSurge"), replicas, roundUp: true);
        var unavailable = Resolve(rolling.At("maxUnavailable"), replicas, roundUp: false);
        return surge == 0 && unavailable == 0 ? (0, 1) : (surge, Math.Min(unavailable, replicas));
    }

    public static long Replicas(JsonObject item) => item.Integer("spec", "replicas") ?? 1;

    public static long Available(JsonObject replicaSet) => replicaSet.Integer("status", "availableReplicas") ?? 0;

    /// <summary>The sizes that the ReplicaSets should have now, by name; only those that change.</summary>
    public static Dictionary<string, long> Sizes(JsonObject deployment, JsonObject current, IReadOnlyList<JsonObject> old)
    {
        var wanted = Replicas(deployment);
        var sizes = old.Append(current).ToDictionary(NameOf, Replicas);
        if (deployment.Text("spec", "strategy", "type") == "Recreate")
        {
            foreach (var one in old)
            {
                sizes[NameOf(one)] = 0;
            }

            var isGone = old.All(one => (one.Integer("status", "replicas") ?? 0) == 0 && (one.Integer("status", "terminatingReplicas") ?? 0) == 0);
            sizes[NameOf(current)] = isGone ? wanted : Math.Min(Replicas(current), wanted);
        }
        else
        {
            GrowNew(deployment, current, sizes, wanted);
            if (sizes[NameOf(current)] == Replicas(current))
            {
                ShrinkOld(deployment, current, old, sizes);
            }
        }

        return sizes.Where(size => Replicas(old.Append(current).First(one => NameOf(one) == size.Key)) != size.Value).ToDictionary();
    }

    /// <summary>The sizes after the number wanted changed in the middle of a rollout: each ReplicaSet keeps its share.</summary>
    public static Dictionary<string, long> Proportional(JsonObject deployment, IReadOnlyList<JsonObject> active)
    {
        var wanted = Replicas(deployment);
        var allowed = wanted == 0 ? 0 : wanted + Bounds(deployment).Surge;
        var total = active.Sum(Replicas);
        var sizes = active.ToDictionary(NameOf, one => total == 0 ? 0 : (long)Math.Round((double)Replicas(one) * allowed / total, MidpointRounding.AwayFromZero));
        var excess = sizes.Values.Sum() - allowed;
        if (excess != 0 && active.Count > 0)
        {
            var largest = active.OrderByDescending(Replicas).First();
            sizes[NameOf(largest)] = Math.Max(0, sizes[NameOf(largest)] - excess);
        }

        return sizes;
    }

    public static string NameOf(JsonObject item) => item.Text("metadata", "name") ?? "";

    private static void GrowNew(JsonObject deployment, JsonObject current, Dictionary<string, long> sizes, long wanted)
    {
        var name = NameOf(current);
        var total = sizes.Values.Sum();
        var room = wanted + Bounds(deployment).Surge - total;
        sizes[name] = sizes[name] > wanted ? wanted : sizes[name] + Math.Max(0, Math.Min(room, wanted - sizes[name]));
    }

    /// <summary>Old pods go first where they are not available, then as far as enough available ones stay.</summary>
    private static void ShrinkOld(JsonObject deployment, JsonObject current, IReadOnlyList<JsonObject> old, Dictionary<string, long> sizes)
    {
        var least = Replicas(deployment) - Bounds(deployment).Unavailable;
        var spare = sizes.Values.Sum() - least - (Replicas(current) - Available(current));
        var eldest = old.OrderBy(one => one.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).ThenBy(NameOf, StringComparer.Ordinal).ToList();
        foreach (var one in eldest)
        {
            var unhealthy = Math.Max(0, Math.Min(spare, sizes[NameOf(one)] - Available(one)));
            sizes[NameOf(one)] -= unhealthy;
            spare -= unhealthy;
        }

        var dispensable = old.Append(current).Sum(Available) - least;
        foreach (var one in eldest)
        {
            var surplus = Math.Max(0, Math.Min(Math.Min(spare, dispensable), sizes[NameOf(one)]));
            sizes[NameOf(one)] -= surplus;
            spare -= surplus;
            dispensable -= surplus;
        }
    }

    private static long Resolve(JsonNode? value, long replicas, bool roundUp)
    {
        if (value.Text() is { } text && text.EndsWith('%') && long.TryParse(text[..^1], out var percent))
        {
            return roundUp ? (percent * replicas + 99) / 100 : percent * replicas / 100;
        }

        return value.Integer() ?? 0;
    }
}
