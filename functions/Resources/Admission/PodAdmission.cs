using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Kinds.Core.Pods;

namespace CloudOrchestrator.Resources.Admission;

/// <summary>Lets a new pod in: completes it with what it takes from other objects, or says why it may not be made. Pure.</summary>
/// <remarks>The steps, and their order, are those of Kubernetes' plugins: ServiceAccount, Priority, DefaultTolerationSeconds, RuntimeClass.</remarks>
internal sealed class PodAdmission(string @namespace, PodReferences references)
{
    /// <summary>Completes the pod, before it is validated.</summary>
    public Refusal? Admit(JsonObject pod)
    {
        var spec = pod.Ensure("spec");
        if (ServiceAccountAdmission.Admit(pod, spec, @namespace, references) is { } account)
        {
            return Refused(pod, account, isForNow: !PodParts.IsMirror(pod));
        }

        if (PriorityAdmission.Admit(spec, references.Priority) is { } priority)
        {
            return Refused(pod, priority, PriorityAdmission.IsMissing(spec, references.Priority));
        }

        PodDefaults.Tolerate(spec);
        return RuntimeClassAdmission.Admit(spec, references.RuntimeClass) is { } runtime ? Refused(pod, runtime, isForNow: references.RuntimeClass is null) : null;
    }

    /// <summary>Looks at the pod as it was completed, once it is known to be valid.</summary>
    public Refusal? Review(JsonObject pod) =>
        RuntimeClassAdmission.Review(pod["spec"], references.RuntimeClass) is { } fault ? Refused(pod, fault, isForNow: false) : null;

    /// <summary>A name is not made yet when Kubernetes admits: messages show what it is made of.</summary>
    private static Refusal.Forbidden Refused(JsonObject pod, string fault, bool isForNow) =>
        new(CoreKinds.Pods.QualifiedResource, pod.Text("metadata", "generateName") is { Length: > 0 } prefix ? prefix : pod.Text("metadata", "name") ?? "Unknown", fault) { IsForNow = isForNow };
}
