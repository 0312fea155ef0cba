using k8s.Models;

namespace CloudOrchestrator.Scheduler.Filters;

/// <summary>A pod's node selector and its required node affinity.</summary>
internal sealed class NodeSelection : IFilter
{
    public string? Refuse(V1Pod pod, NodeInfo node)
    {
        var labels = node.Node.Metadata.Labels ?? new Dictionary<string, string>();
        var isSelected = (pod.Spec.NodeSelector ?? new Dictionary<string, string>()).All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value);
        var required = pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution;
        var isWanted = required is null || required.NodeSelectorTerms.Any(term => Matches(term, node.Name, labels));
        return isSelected && isWanted ? null : "node(s) didn't match Pod's node affinity/selector";
    }

    private static bool Matches(V1NodeSelectorTerm term, string name, IDictionary<string, string> labels)
    {
        var (expressions, fields) = (term.MatchExpressions ?? [], term.MatchFields ?? []);
        return expressions.Count + fields.Count > 0
            && expressions.All(one => Matches(one, labels.TryGetValue(one.Key, out var value) ? value : null))
            && fields.All(one => one.Key == "metadata.name" && Matches(one, name));
    }

    private static bool Matches(V1NodeSelectorRequirement one, string? value) => one.OperatorProperty switch
    {
        "In" => value is not null && one.Values.Contains(value),
        "NotIn" => value is null || !one.Values.Contains(value),
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        "Gt" => long.TryParse(value, out var left) && long.TryParse(one.Values.FirstOrDefault(), out var right) && left > right,
        "Lt" => long.TryParse(value, out var left) && long.TryParse(one.Values.FirstOrDefault(), out var right) && left < right,
        _ => false,
    };
}
