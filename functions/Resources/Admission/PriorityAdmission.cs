using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Resources.Admission;

/// <summary>Gives a pod the priority of its class.</summary>
internal static class PriorityAdmission
{
    /// <summary>Completes a pod.</summary>
    /// <param name="spec">Its spec.</param>
    /// <param name="found">The class that it names, or else the class of pods that name none; null for none.</param>
    /// <returns>Why it may not be made, or null.</returns>
    public static string? Admit(JsonObject spec, PriorityFacts? found)
    {
        if (IsMissing(spec, found))
        {
            return $"no PriorityClass with name {spec.Text("priorityClassName")} was found";
        }

        var priority = found?.Value ?? 0;
        if (spec.Integer("priority") is { } given && given != priority)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {priority} from the given PriorityClass name");
        }

        var policy = found?.Policy ?? PriorityFacts.Preempts;
        if (spec.Text("preemptionPolicy") is { } wanted && wanted != policy)
        {
            return $"the string value of PreemptionPolicy ({wanted}) must not be provided in pod spec; priority admission controller computed {policy} from the given PriorityClass name";
        }

        if (found is not null)
        {
            spec["priorityClassName"] = found.Name;
        }

        spec["priority"] = priority;
        spec["preemptionPolicy"] = policy;
        return null;
    }

    /// <summary>Whether the pod names a class that is not there.</summary>
    public static bool IsMissing(JsonObject spec, PriorityFacts? found) => found is null && !string.IsNullOrEmpty(spec.Text("priorityClassName"));

    /// <summary>Why a class may not be the one of pods that name none: another one is. Null where it may.</summary>
    public static string? PresetFault(JsonObject item, ResourceState others) =>
        item.Flag("globalDefault") && PriorityFacts.Preset(others) is { } preset && preset.Name != item.Text("metadata", "name")
            ? $"PriorityClass {preset.Name} is already marked as default. Only one default can exist"
            : null;
}
