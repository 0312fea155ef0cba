using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>What the affinities of a new pod say by its own labels.</summary>
internal static class AffinityDefaults
{
    private static readonly string[] Kinds = ["podAffinity", "podAntiAffinity"];

    /// <summary>Adds to the selectors the labels whose keys are to match, or not to match, as the pod has them; the scheduler knows selectors alone.</summary>
    public static void Apply(JsonObject pod)
    {
        if (pod.At("spec", "affinity") is not JsonObject affinity)
        {
            return;
        }

        var labels = pod.Map("metadata", "labels");
        foreach (var kind in Kinds)
        {
            foreach (var term in affinity.Objects(kind, "requiredDuringSchedulingIgnoredDuringExecution"))
            {
                Add(term, labels);
            }

            foreach (var preferred in affinity.Objects(kind, "preferredDuringSchedulingIgnoredDuringExecution"))
            {
                Add(preferred["podAffinityTerm"] as JsonObject, labels);
            }
        }
    }

    private static void Add(JsonObject? term, IReadOnlyDictionary<string, string> labels)
    {
        if (term?["labelSelector"] is not JsonObject selector)
        {
            return;
        }

        Add(selector, term.Texts("matchLabelKeys"), "In", labels);
        Add(selector, term.Texts("mismatchLabelKeys"), "NotIn", labels);
    }

    private static void Add(JsonObject selector, IEnumerable<string> keys, string kind, IReadOnlyDictionary<string, string> labels)
    {
        foreach (var key in keys.Where(labels.ContainsKey))
        {
            selector.Ensure<JsonArray>("matchExpressions", static () => []).Add(new JsonObject { ["key"] = key, ["operator"] = kind, ["values"] = new JsonArray(labels[key]) });
        }
    }
}
