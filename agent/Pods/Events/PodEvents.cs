using k8s.Models;

namespace CloudOrchestrator.Pods.Events;

/// <summary>Events about one pod.</summary>
internal sealed class PodEvents(IEventRecorder recorder, Func<V1Pod?> pod)
{
    public void Normal(string reason, string message, string? container = null) => Record(warning: false, reason, message, container);

    public void Warning(string reason, string message, string? container = null) => Record(warning: true, reason, message, container);

    private void Record(bool warning, string reason, string message, string? container)
    {
        if (pod() is not { } subject)
        {
            return;
        }

        var list = subject.Spec.InitContainers?.Any(init => init.Name == container) == true ? "initContainers" : "containers";
        recorder.Record(
            new V1ObjectReference
            {
                ApiVersion = "v1",
                Kind = "Pod",
                Name = subject.Metadata.Name,
                NamespaceProperty = subject.Metadata.NamespaceProperty,
                Uid = subject.Metadata.Uid,
                ResourceVersion = subject.Metadata.ResourceVersion,
                FieldPath = container is null ? null : $"spec.{list}{{{container}}}",
            },
            warning,
            reason,
            message);
    }
}
