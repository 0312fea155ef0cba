using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>Binds a pod to a node.</summary>
public static class PodBinding
{
    /// <summary>The update that binds: only an unbound pod that is not being deleted, and that no gate holds back, can be bound.</summary>
    public static UpdateDecision Bind(JsonObject? pod, string nodeName)
    {
        var name = pod.Text("metadata", "name") ?? "";
        if (pod is null)
        {
            return new UpdateDecision.Nothing();
        }

        if (pod.Text("spec", "nodeName") is { Length: > 0 } taken)
        {
            return new UpdateDecision.Refuse(new Refusal.Conflict("pods/binding", name, $"pod {name} is already assigned to node \"{taken}\""));
        }

        if (pod.At("metadata", "deletionTimestamp") is not null)
        {
            return new UpdateDecision.Refuse(new Refusal.Conflict("pods/binding", name, $"pod {name} is being deleted, cannot be assigned to a host"));
        }

        if (pod.Objects("spec", "schedulingGates").Any())
        {
            return new UpdateDecision.Refuse(new Refusal.Conflict("pods/binding", name, $"pod {name} has non-empty .spec.schedulingGates"));
        }

        pod.Ensure("spec")["nodeName"] = nodeName;
        return new UpdateDecision.Replace(pod);
    }
}
