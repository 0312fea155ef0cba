using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.Controllers.Deployments;

/// <summary>What a deployment needs done. Pure.</summary>
internal static class DeploymentPlan
{
    public const string Revision = "deployment.kubernetes.io/revision";
    private const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    private const string MaxReplicas = "deployment.kubernetes.io/max-replicas";
    private static readonly string[] OwnAnnotations = [Revision, DesiredReplicas, MaxReplicas, "deployment.kubernetes.io/revision-history", "kubectl.kubernetes.io/last-applied-configuration", "deprecated.deployment.rollback.to"];

    /// <param name="Create">The ReplicaSet to create; null for none.</param>
    /// <param name="Update">ReplicaSets to change: their new size (null to keep it) and annotations.</param>
    /// <param name="Delete">ReplicaSets that the history no longer keeps.</param>
    /// <param name="Annotation">The deployment's revision annotation; null when it is right.</param>
    /// <param name="Status">The status to write; null when it is right.</param>
    /// <param name="LookAgainAfter">When the progress deadline is over.</param>
    public sealed record Plan(
        JsonObject? Create,
        IReadOnlyList<(string Name, long? Replicas, IReadOnlyDictionary<string, string> Annotations)> Update,
        IReadOnlyList<(string Name, string Uid)> Delete,
        string? Annotation,
        JsonObject? Status,
        TimeSpan? LookAgainAfter);

    /// <param name="deployment">The deployment.</param>
    /// <param name="replicaSets">The ReplicaSets that it controls.</param>
    /// <param name="now">Now.</param>
    public static Plan Decide(JsonObject deployment, IReadOnlyList<JsonObject> replicaSets, DateTimeOffset now)
    {
        var current = replicaSets.Where(one => TemplateHash.IsSame(deployment, one))
            .OrderBy(one => one.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).ThenBy(Rollout.NameOf, StringComparer.Ordinal).FirstOrDefault();
        var old = replicaSets.Where(one => one != current).ToList();
        if (deployment.At("metadata", "deletionTimestamp") is not null)
        {
            return new Plan(null, [], [], null, DeploymentStatus.Of(deployment, current, old, now), null);
        }

        var isPaused = deployment.Flag("spec", "paused");
        var revision = RevisionOf(current, old);
        var create = current is null && !isPaused ? New(deployment, old, revision) : null;
        var updates = Updates(deployment, current, old, revision, isPaused);
        var delete = isPaused || current is null ? [] : Forgotten(deployment, old);
        var annotation = (current is not null || create is not null) && deployment.Map("metadata", "annotations").GetValueOrDefault(Revision) != Text(revision) ? Text(revision) : null;
        var status = DeploymentStatus.Of(deployment, current, old, now);
        return new Plan(create, updates, delete, annotation, status, DeploymentStatus.LookAgain(deployment, current, old, now));
    }

    /// <summary>One more than any old one, unless the current ReplicaSet is the newest already.</summary>
    private static long RevisionOf(JsonObject? current, List<JsonObject> old)
    {
        var newestOld = old.Select(Number).DefaultIfEmpty(0).Max();
        var own = current is null ? 0 : Number(current);
        return own > newestOld ? own : newestOld + 1;
    }

    private static List<(string Name, long? Replicas, IReadOnlyDictionary<string, string> Annotations)> Updates(
        JsonObject deployment, JsonObject? current, List<JsonObject> old, long revision, bool isPaused)
    {
        var sizes = Sizes(deployment, current, old, isPaused);
        var updates = new List<(string, long?, IReadOnlyDictionary<string, string>)>();
        foreach (var one in current is null ? old : old.Append(current))
        {
            var name = Rollout.NameOf(one);
            var annotations = SizeAnnotations(deployment);
            if (one == current)
            {
                CopyAnnotations(deployment, annotations);
                annotations[Revision] = Text(revision);
            }

            var isActive = Rollout.Replicas(one) > 0 || one == current || sizes.ContainsKey(name);
            var present = one.Map("metadata", "annotations");
            var isRight = !isActive || annotations.All(pair => present.GetValueOrDefault(pair.Key) == pair.Value);
            if (sizes.TryGetValue(name, out var size) && size != Rollout.Replicas(one))
            {
                updates.Add((name, size, annotations));
            }
            else if (!isRight)
            {
                updates.Add((name, null, annotations));
            }
        }

        return updates;
    }

    private static Dictionary<string, long> Sizes(JsonObject deployment, JsonObject? current, List<JsonObject> old, bool isPaused)
    {
        var active = (current is null ? old : old.Append(current)).Where(one => Rollout.Replicas(one) > 0).ToList();
        var wanted = Text(Rollout.Replicas(deployment));
        var isScaled = active.Any(one => one.Map("metadata", "annotations").GetValueOrDefault(DesiredReplicas) is { } desired && desired != wanted);
        if (active.Count > 1 && (isScaled || isPaused) && deployment.Text("spec", "strategy", "type") != "Recreate")
        {
            return isScaled ? Rollout.Proportional(deployment, active) : [];
        }

        if (isPaused)
        {
            var only = active.SingleOrDefault() ?? current;
            return only is null ? [] : new Dictionary<string, long> { [Rollout.NameOf(only)] = Rollout.Replicas(deployment) };
        }

        return current is null ? [] : Rollout.Sizes(deployment, current, old);
    }

    private static JsonObject New(JsonObject deployment, List<JsonObject> old, long revision)
    {
        var hash = TemplateHash.Of(deployment);
        var template = (JsonObject)deployment.At("spec", "template")!.DeepClone();
        template.Ensure("metadata").Ensure("labels")[TemplateHash.Label] = hash;
        var selector = deployment.At("spec", "selector")?.DeepClone() as JsonObject ?? [];
        selector.Ensure("matchLabels")[TemplateHash.Label] = hash;
        var annotations = SizeAnnotations(deployment);
        CopyAnnotations(deployment, annotations);
        annotations[Revision] = Text(revision);
        var isRecreating = deployment.Text("spec", "strategy", "type") == "Recreate" && old.Any(one => Rollout.Replicas(one) > 0 || (one.Integer("status", "replicas") ?? 0) > 0);
        var room = Rollout.Replicas(deployment) + Rollout.Bounds(deployment).Surge - old.Sum(Rollout.Replicas);
        var spec = new JsonObject
        {
            ["replicas"] = isRecreating ? 0 : Math.Clamp(room, 0, Rollout.Replicas(deployment)),
            ["selector"] = selector,
            ["template"] = template,
        };
        if (deployment.Integer("spec", "minReadySeconds") is { } minReady)
        {
            spec["minReadySeconds"] = minReady;
        }

        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{Rollout.NameOf(deployment)}-{hash}",
                ["labels"] = template.At("metadata", "labels")!.DeepClone(),
                ["annotations"] = new JsonObject(annotations.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            },
            ["spec"] = spec,
        };
    }

    /// <summary>The current ReplicaSet says what the deployment says of itself, as of the reason for its change; that is what its history shows.</summary>
    private static void CopyAnnotations(JsonObject deployment, Dictionary<string, string> to)
    {
        foreach (var (key, value) in deployment.Map("metadata", "annotations").Where(pair => !OwnAnnotations.Contains(pair.Key)))
        {
            to[key] = value;
        }
    }

    private static Dictionary<string, string> SizeAnnotations(JsonObject deployment) => new()
    {
        [DesiredReplicas] = Text(Rollout.Replicas(deployment)),
        [MaxReplicas] = Text(Rollout.Replicas(deployment) + Rollout.Bounds(deployment).Surge),
    };

    /// <summary>Old ReplicaSets without pods beyond those that the history keeps, oldest revision first.</summary>
    private static List<(string Name, string Uid)> Forgotten(JsonObject deployment, List<JsonObject> old)
    {
        var idle = old.Where(one => Rollout.Replicas(one) == 0 && (one.Integer("status", "replicas") ?? 0) == 0 && one.At("metadata", "deletionTimestamp") is null).ToList();
        var surplus = idle.Count - (int)Math.Min(int.MaxValue, deployment.Integer("spec", "revisionHistoryLimit") ?? 10);
        return surplus <= 0 ? [] : [.. idle.OrderBy(Number).Take(surplus).Select(one => (Rollout.NameOf(one), one.Text("metadata", "uid") ?? ""))];
    }

    private static long Number(JsonObject replicaSet) =>
        long.TryParse(replicaSet.Map("metadata", "annotations").GetValueOrDefault(Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
