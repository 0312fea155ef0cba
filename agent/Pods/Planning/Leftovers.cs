using CloudOrchestrator.Runtimes;

namespace CloudOrchestrator.Pods.Planning;

/// <summary>Removes what nobody will ask for any more.</summary>
internal static class Leftovers
{
    /// <summary>Containers of one name that are kept: the newest, and the one before it for <c>logs --previous</c>.</summary>
    public const int KeptPerName = 2;

    public static void Remove(PodView view, DecisionBuilder decision)
    {
        foreach (var name in view.Observed.Containers.GroupBy(container => container.Name))
        {
            foreach (var old in name.OrderByDescending(container => container.Attempt).Skip(KeptPerName).Where(container => container.Phase != ContainerPhase.Running))
            {
                decision.Do(new PodAction.RemoveContainer(old.Id));
            }
        }
    }
}
