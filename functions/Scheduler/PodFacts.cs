using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;
using k8s.Models;

namespace CloudOrchestrator.Scheduler;

/// <summary>What the scheduler asks of every pod, taken from its document once.</summary>
internal sealed class PodFacts
{
    private PodDemand? _demand;

    private PodFacts(ResourceObject pod)
    {
        (MayBePlaced, HasEnded) = pod.Read(document => (
            string.IsNullOrEmpty(document.Text("spec", "nodeName"))
                && !pod.IsDeleting
                && document.Text("spec", "schedulerName") == SchedulingPlan.SchedulerName
                && !document.Elements("spec", "schedulingGates").Any(),
            document.Text("status", "phase") is "Succeeded" or "Failed"));
    }

    /// <summary>Whether it waits for a node and this scheduler may give it one.</summary>
    public bool MayBePlaced { get; }

    /// <summary>Whether it has ended, and so takes nothing of its node.</summary>
    public bool HasEnded { get; }

    public static PodFacts Of(ResourceObject pod) => pod.Derived(static pod => new PodFacts(pod));

    /// <summary>What the pod takes of its node; the typed model that tells it is read at the first call.</summary>
    public PodDemand DemandOf(ResourceObject pod) => _demand ??= PodDemand.Of(pod.As<V1Pod>());
}
