using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.PipelineApply.Readiness;

/// <summary>When objects are ready that say so by a condition or a phase. Pure.</summary>
internal static class ObjectReadiness
{
    /// <summary>A job: done.</summary>
    public static ReadinessState OfJob(JsonObject job) =>
        Is(job, "Complete", "True") ? new ReadinessState.Ready()
        : Is(job, "Failed", "True") ? new ReadinessState.Failed($"the job failed: {ReadinessRules.Said(ReadinessRules.Condition(job, "Failed"))}")
        : new ReadinessState.Waiting($"{job.Integer("status", "succeeded") ?? 0} of {job.Integer("spec", "completions") ?? 1} completions");

    /// <summary>A pod: ready, or done.</summary>
    public static ReadinessState OfPod(JsonObject pod)
    {
        var phase = pod.Text("status", "phase") ?? "Pending";
        if (phase == "Failed")
        {
            var said = string.Join(": ", new[] { pod.Text("status", "reason"), pod.Text("status", "message") }.Where(text => !string.IsNullOrEmpty(text)));
            return new ReadinessState.Failed($"the pod failed{(said.Length > 0 ? $": {said}" : "")}");
        }

        var why = Is(pod, "PodScheduled", "False") ? ReadinessRules.Said(ReadinessRules.Condition(pod, "PodScheduled")) : ReadinessRules.Said(ReadinessRules.Condition(pod, "Ready"));
        return phase == "Succeeded" || Is(pod, "Ready", "True") ? new ReadinessState.Ready() : new ReadinessState.Waiting($"phase {phase}{(why.Length > 0 ? $", {why}" : "")}");
    }

    /// <summary>A claim of a volume: bound.</summary>
    public static ReadinessState OfClaim(JsonObject claim) => claim.Text("status", "phase") switch
    {
        "Bound" => new ReadinessState.Ready(),
        "Lost" => new ReadinessState.Failed("its volume is lost"),
        var phase => new ReadinessState.Waiting($"phase {phase ?? "Pending"}"),
    };

    /// <summary>A namespace: active.</summary>
    public static ReadinessState OfNamespace(JsonObject @namespace) => @namespace.Text("status", "phase") switch
    {
        "Active" => new ReadinessState.Ready(),
        "Terminating" => new ReadinessState.Failed("it is being deleted"),
        var phase => new ReadinessState.Waiting($"phase {phase ?? "unknown"}"),
    };

    /// <summary>A definition of a kind: established.</summary>
    public static ReadinessState OfDefinition(JsonObject definition) =>
        Is(definition, "NamesAccepted", "False") ? new ReadinessState.Failed($"its names are taken: {ReadinessRules.Said(ReadinessRules.Condition(definition, "NamesAccepted"))}")
        : Is(definition, "Established", "True") ? new ReadinessState.Ready()
        : new ReadinessState.Waiting("it to be established");

    private static bool Is(JsonObject document, string type, string status) => ReadinessRules.Condition(document, type).Text("status") == status;
}
