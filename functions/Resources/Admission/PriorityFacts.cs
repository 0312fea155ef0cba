using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Resources.Admission;

/// <summary>What pods take from their class of priority.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The priority.</param>
/// <param name="Policy">The preemption policy.</param>
/// <param name="IsPreset">Whether pods that name no class have this one.</param>
internal sealed record PriorityFacts(string Name, long Value, string Policy, bool IsPreset)
{
    /// <summary>The preemption policy where nothing says another.</summary>
    public const string Preempts = "PreemptLowerPriority";

    /// <summary>The facts of a class.</summary>
    public static PriorityFacts Of(ResourceObject item) => item.Derived(static one =>
    {
        var document = one.Parse();
        return new PriorityFacts(one.Name.Name, document.Integer("value") ?? 0, document.Text("preemptionPolicy") ?? Preempts, document.Flag("globalDefault"));
    });

    /// <summary>The class of pods that name none; of several, which only a race leaves, the lowest.</summary>
    public static PriorityFacts? Preset(ResourceState classes) => classes.All().Select(Of).Where(one => one.IsPreset).MinBy(one => one.Value);
}
