using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Admission;

/// <summary>Gives a pod what its class of container runtime needs beside its containers, and where such pods may run.</summary>
internal static class RuntimeClassAdmission
{
    private const string OtherOverhead = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

    /// <summary>Completes a pod.</summary>
    /// <param name="spec">Its spec.</param>
    /// <param name="found">The class that it names; null where there is none.</param>
    /// <returns>Why it may not be made, or null.</returns>
    public static string? Admit(JsonObject spec, JsonObject? found)
    {
        if (found is null)
        {
            return spec.Text("runtimeClassName") is { } name ? $"pod rejected: RuntimeClass \"{name}\" not found" : null;
        }

        if (found["overhead"] is not null)
        {
            var overhead = found.At("overhead", "podFixed");
            if (spec["overhead"] is { } given && !JsonNode.DeepEquals(given, overhead))
            {
                return OtherOverhead;
            }

            spec["overhead"] = overhead?.DeepClone();
        }

        return found["scheduling"] is null ? null : Schedule(spec, found["scheduling"]!);
    }

    /// <summary>Looks at a pod that is valid.</summary>
    /// <returns>Why it may not be made, or null.</returns>
    public static string? Review(JsonNode? spec, JsonObject? found) =>
        found?["overhead"] is not null ? JsonNode.DeepEquals(spec?["overhead"], found.At("overhead", "podFixed")) ? null : OtherOverhead
        : spec?["overhead"] is not null ? "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"
        : null;

    private static string? Schedule(JsonObject spec, JsonNode scheduling)
    {
        foreach (var (key, value) in scheduling.Map("nodeSelector"))
        {
            if (spec.At("nodeSelector", key) is { } own && own.Text() != value)
            {
                return $"conflict: runtimeClass.scheduling.nodeSelector[{key}] = {value}; pod.spec.nodeSelector[{key}] = {own.Text()}";
            }

            spec.Ensure("nodeSelector")[key] = value;
        }

        var tolerations = TolerationMerge.Of(spec.Objects("tolerations"), scheduling.Objects("tolerations"));
        if (tolerations.Count > 0)
        {
            spec["tolerations"] = tolerations;
        }

        return null;
    }
}
