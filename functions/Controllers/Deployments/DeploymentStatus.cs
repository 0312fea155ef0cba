using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.Controllers.Deployments;

/// <summary>The status of a deployment. Pure.</summary>
internal static class DeploymentStatus
{
    private const string Progressing = "Progressing";

    /// <summary>The status as it should be; null when it is so.</summary>
    public static JsonObject? Of(JsonObject deployment, JsonObject? current, IReadOnlyList<JsonObject> old, DateTimeOffset now)
    {
        var all = current is null ? old : [.. old, current];
        var status = deployment["status"]?.DeepClone() as JsonObject ?? [];
        var before = (JsonObject)status.DeepClone();
        var available = Sum(all, "availableReplicas");
        status["observedGeneration"] = deployment.Integer("metadata", "generation") ?? 0;
        Count(status, "replicas", Sum(all, "replicas"));
        Count(status, "updatedReplicas", current?.Integer("status", "replicas") ?? 0);
        Count(status, "readyReplicas", Sum(all, "readyReplicas"));
        Count(status, "availableReplicas", available);
        Count(status, "unavailableReplicas", Math.Max(0, all.Sum(Rollout.Replicas) - available));
        status["terminatingReplicas"] = Sum(all, "terminatingReplicas");
        SetAvailable(deployment, status, available, now);
        SetProgressing(deployment, current, old, status, before, now);
        return JsonNode.DeepEquals(status, deployment["status"]) ? null : status;
    }

    /// <summary>When the progress deadline of a rollout that still goes on is over.</summary>
    public static TimeSpan? LookAgain(JsonObject deployment, JsonObject? current, IReadOnlyList<JsonObject> old, DateTimeOffset now)
    {
        if (current is null || IsComplete(deployment, current, old) || LastProgress(deployment["status"]) is not { } last)
        {
            return null;
        }

        var left = last + TimeSpan.FromSeconds(Deadline(deployment) + 1) - now;
        return left > TimeSpan.Zero ? left : null;
    }

    private static void SetAvailable(JsonObject deployment, JsonObject status, long available, DateTimeOffset now)
    {
        if (available >= Rollout.Replicas(deployment) - Rollout.Bounds(deployment).Unavailable)
        {
            Conditions.Set(status, "Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", now, withUpdateTime: true);
        }
        else
        {
            Conditions.Set(status, "Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", now, withUpdateTime: true);
        }
    }

    private static void SetProgressing(JsonObject deployment, JsonObject? current, IReadOnlyList<JsonObject> old, JsonObject status, JsonObject before, DateTimeOffset now)
    {
        var condition = Conditions.Find(status, Progressing);
        if (deployment.Flag("spec", "paused"))
        {
            if (condition.Text("reason") is null or not "DeploymentPaused")
            {
                Conditions.Set(status, Progressing, "Unknown", "DeploymentPaused", "Deployment is paused", now, withUpdateTime: true);
            }

            return;
        }

        if (current is null)
        {
            return;
        }

        var name = Rollout.NameOf(current);
        if (IsComplete(deployment, current, old))
        {
            Conditions.Set(status, Progressing, "True", "NewReplicaSetAvailable", $"ReplicaSet \"{name}\" has successfully progressed.", now, withUpdateTime: true);
        }
        else if (condition is null || condition.Text("reason") is "DeploymentPaused")
        {
            Conditions.Set(status, Progressing, "True", condition is null ? "NewReplicaSetCreated" : "DeploymentResumed", condition is null ? $"Created new replica set \"{name}\"" : "Deployment is resumed", now, withUpdateTime: true);
        }
        else if (HasProgressed(status, before) || (condition.Text("reason") == "NewReplicaSetAvailable" && Rollout.Replicas(current) > 0))
        {
            condition.Remove("lastUpdateTime");
            Conditions.Set(status, Progressing, "True", "ReplicaSetUpdated", $"ReplicaSet \"{name}\" is progressing.", now, withUpdateTime: true);
            condition["lastUpdateTime"] = Conditions.Time(now);
        }
        else if (LastProgress(before) is { } last && now - last > TimeSpan.FromSeconds(Deadline(deployment)) && condition.Text("reason") != "ProgressDeadlineExceeded")
        {
            Conditions.Set(status, Progressing, "False", "ProgressDeadlineExceeded", $"ReplicaSet \"{name}\" has timed out progressing.", now, withUpdateTime: true);
        }
    }

    private static bool IsComplete(JsonObject deployment, JsonObject current, IReadOnlyList<JsonObject> old)
    {
        var wanted = Rollout.Replicas(deployment);
        return (current.Integer("status", "replicas") ?? 0) == wanted
            && Rollout.Available(current) == wanted
            && (current.Integer("status", "observedGeneration") ?? 0) >= (current.Integer("metadata", "generation") ?? 0)
            && old.All(one => (one.Integer("status", "replicas") ?? 0) == 0);
    }

    private static bool HasProgressed(JsonObject status, JsonObject before)
    {
        long Of(JsonObject one, string name) => one.Integer(name) ?? 0;
        return Of(status, "updatedReplicas") > Of(before, "updatedReplicas")
            || Of(status, "readyReplicas") > Of(before, "readyReplicas")
            || Of(status, "availableReplicas") > Of(before, "availableReplicas")
            || Of(status, "replicas") - Of(status, "updatedReplicas") < Of(before, "replicas") - Of(before, "updatedReplicas");
    }

    private static DateTimeOffset? LastProgress(JsonNode? status) =>
        DateTimeOffset.TryParse(Conditions.Find(status, Progressing).Text("lastUpdateTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static long Deadline(JsonObject deployment) => deployment.Integer("spec", "progressDeadlineSeconds") ?? 600;

    private static long Sum(IEnumerable<JsonObject> replicaSets, string name) => replicaSets.Sum(one => one.Integer("status", name) ?? 0);

    private static void Count(JsonObject status, string name, long count)
    {
        status.Remove(name);
        if (count > 0)
        {
            status[name] = count;
        }
    }
}
