using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Controllers.ReplicaSets;

/// <summary>The active pods that a plan was made upon. Asked on the very revision that a pod is committed upon, so that no race leaves one too many or too few.</summary>
/// <remarks>Nothing says there how many are wanted by now. But whoever knew of another number has made or deleted pods by it, and those are seen.</remarks>
/// <param name="replicaSet">Whose pods they are.</param>
/// <param name="pods">Its pods when the plan was made.</param>
/// <param name="wanted">How many active ones the plan comes to.</param>
internal sealed class PlannedPods(ResourceObject replicaSet, IEnumerable<PodFacts> pods, long wanted)
{
    private readonly HashSet<string> _known = [.. pods.Where(pod => pod.IsActive).Select(pod => pod.Uid)];

    /// <summary>Why no pod is to be made.</summary>
    public Refusal? RefuseCreate(ResourceState state)
    {
        var (active, known) = Count(state);
        return active >= wanted ? new Refusal.Conflict("pods", "", "there are as many pods as wanted")
            : known < _known.Count ? new Refusal.Conflict("pods", "", "pods are gone since it was planned")
            : null;
    }

    /// <summary>Why a pod is not to be deleted.</summary>
    public Refusal? RefuseDelete(ResourceState state, string name)
    {
        var (active, known) = Count(state);
        return active <= wanted ? new Refusal.Conflict("pods", name, "there are no more pods than wanted")
            : known < active ? new Refusal.Conflict("pods", name, "pods were made since it was planned")
            : null;
    }

    private (int Active, int Known) Count(ResourceState state)
    {
        var (active, known) = (0, 0);
        foreach (var pod in state.OwnedBy(replicaSet.Uid).Select(PodFacts.Of).Where(pod => pod.IsActive))
        {
            active++;
            known += _known.Contains(pod.Uid) ? 1 : 0;
        }

        return (active, known);
    }
}
