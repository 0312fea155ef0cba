using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.PipelineApply.Readiness;

/// <summary>When workloads are rolled out, as <c>kubectl rollout status</c> means it. Pure.</summary>
internal static class RolloutReadiness
{
    /// <summary>A deployment.</summary>
    public static ReadinessState OfDeployment(JsonObject deployment)
    {
        if (!IsObserved(deployment))
        {
            return new ReadinessState.Waiting("the change to be observed");
        }

        if (ReadinessRules.Condition(deployment, "Progressing") is { } progressing && progressing.Text("reason") == "ProgressDeadlineExceeded")
        {
            return new ReadinessState.Failed($"it exceeded its progress deadline: {progressing.Text("message")}");
        }

        var (wanted, updated, all, available) = (deployment.Integer("spec", "replicas") ?? 1, Count(deployment, "updatedReplicas"), Count(deployment, "replicas"), Count(deployment, "availableReplicas"));
        return updated < wanted ? new ReadinessState.Waiting($"{updated} out of {wanted} new replicas have been updated")
            : all > updated ? new ReadinessState.Waiting($"{all - updated} old replicas are pending termination")
            : available < updated ? new ReadinessState.Waiting($"{available} of {updated} updated replicas are available")
            : new ReadinessState.Ready();
    }

    /// <summary>A stateful set. One that is updated on delete has no rollout, so that its ready pods are all there is to wait for.</summary>
    public static ReadinessState OfStatefulSet(JsonObject set)
    {
        if (!IsObserved(set))
        {
            return new ReadinessState.Waiting("the change to be observed");
        }

        var (wanted, ready, updated) = (set.Integer("spec", "replicas") ?? 1, Count(set, "readyReplicas"), Count(set, "updatedReplicas"));
        if (ready < wanted)
        {
            return new ReadinessState.Waiting($"{wanted - ready} pods to be ready");
        }

        if (set.Text("spec", "updateStrategy", "type") == "OnDelete")
        {
            return new ReadinessState.Ready();
        }

        if (set.Integer("spec", "updateStrategy", "rollingUpdate", "partition") is > 0 and var partition)
        {
            return updated < wanted - partition
                ? new ReadinessState.Waiting($"{updated} out of {wanted - partition} new pods have been updated")
                : new ReadinessState.Ready();
        }

        return set.Text("status", "updateRevision") != set.Text("status", "currentRevision")
            ? new ReadinessState.Waiting($"{updated} pods at revision {set.Text("status", "updateRevision")}, of {wanted}")
            : new ReadinessState.Ready();
    }

    /// <summary>A daemon set.</summary>
    public static ReadinessState OfDaemonSet(JsonObject set)
    {
        if (!IsObserved(set))
        {
            return new ReadinessState.Waiting("the change to be observed");
        }

        var (wanted, updated, available) = (Count(set, "desiredNumberScheduled"), Count(set, "updatedNumberScheduled"), Count(set, "numberAvailable"));
        return updated < wanted && set.Text("spec", "updateStrategy", "type") != "OnDelete" ? new ReadinessState.Waiting($"{updated} out of {wanted} new pods have been updated")
            : available < wanted ? new ReadinessState.Waiting($"{available} of {wanted} updated pods are available")
            : new ReadinessState.Ready();
    }

    private static bool IsObserved(JsonObject document) =>
        document.Integer("status", "observedGeneration") is > 0 and var observed && observed >= (document.Integer("metadata", "generation") ?? 0);

    private static long Count(JsonObject document, string name) => document.Integer("status", name) ?? 0;
}
