using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>The containers of a pod, of all three lists.</summary>
internal static class PodContainers
{
    /// <summary>The lists, in the order in which Kubernetes looks at them.</summary>
    public static readonly string[] Lists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>Whether there is one of a pod's containers of which something holds.</summary>
    public static bool Any(JsonObject spec, Func<JsonObject, bool> holds)
    {
        foreach (var name in Lists)
        {
            for (var index = 0; spec[name] is JsonArray list && index < list.Count; index++)
            {
                if (list[index] is JsonObject container && holds(container))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <param name="spec">The pod's spec.</param>
    /// <param name="field">Its path.</param>
    public static IEnumerable<(JsonObject Item, ElementPath At)> Numbered(JsonObject spec, string field) => Lists.SelectMany(list => Paths.Numbered(spec, list, field));
}
