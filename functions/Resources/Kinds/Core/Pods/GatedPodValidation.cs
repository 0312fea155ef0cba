using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>A pod that is kept from the scheduler may be given fewer nodes to choose from, and no others.</summary>
internal static class GatedPodValidation
{
    private const string Affinity = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Terms = "spec.affinity.nodeAffinity." + Affinity + ".nodeSelectorTerms";

    private static readonly string[] Lists = ["matchExpressions", "matchFields"];

    public static IEnumerable<FieldError> Update(JsonObject spec, JsonObject before) => Selector(spec, before).Concat(RequiredNodes(spec, before));

    /// <summary>Takes from a spec what of it may change in a way of its own.</summary>
    public static void Remove(JsonObject spec)
    {
        spec.Remove("nodeSelector");
        if (spec["affinity"] is JsonObject affinity)
        {
            affinity.Remove("nodeAffinity");
            if (affinity.Count == 0)
            {
                spec.Remove("affinity");
            }
        }
    }

    private static IEnumerable<FieldError> Selector(JsonObject spec, JsonObject before)
    {
        var now = spec.Map("nodeSelector");
        return before.Map("nodeSelector").All(label => now.GetValueOrDefault(label.Key) == label.Value)
            ? []
            : [Faults.Invalid("spec.nodeSelector", spec["nodeSelector"]?.DeepClone(), "only additions to spec.nodeSelector are allowed (no mutations or deletions)")];
    }

    private static IEnumerable<FieldError> RequiredNodes(JsonObject spec, JsonObject before)
    {
        var (now, then) = (TermsOf(spec), TermsOf(before));
        return then.Count == 0 ? []
            : now.Count != then.Count ? [Faults.Invalid(Terms, new JsonArray([.. now.Select(term => term.DeepClone())]), "no additions/deletions to non-empty NodeSelectorTerms list are allowed")]
            : then.Index().Where(one => !IsNarrowed(now[one.Index], one.Item))
                .Select(one => Faults.Invalid($"{Terms}[{one.Index}]", now[one.Index].DeepClone(), "only additions are allowed (no mutations or deletions)"));
    }

    private static List<JsonObject> TermsOf(JsonObject spec) => [.. spec.Objects("affinity", "nodeAffinity", Affinity, "nodeSelectorTerms")];

    /// <summary>A term that selects nothing stays so; another goes on from what it was.</summary>
    private static bool IsNarrowed(JsonObject now, JsonObject then) =>
        Lists.All(list => !then.Objects(list).Any())
            ? Lists.All(list => !now.Objects(list).Any())
            : Lists.All(list => then.Objects(list).ToList() is var former && now.Objects(list).Take(former.Count).SequenceEqual(former, JsonNodeEquality.Instance));
}
