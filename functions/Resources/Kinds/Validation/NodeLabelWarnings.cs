using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Labels of nodes that others have taken the place of, wherever nodes are chosen by them.</summary>
internal static class NodeLabelWarnings
{
    private static readonly FrozenDictionary<string, string> Old = new Dictionary<string, string>
    {
        ["beta.kubernetes.io/arch"] = "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        ["beta.kubernetes.io/os"] = "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        ["failure-domain.beta.kubernetes.io/region"] = "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
        ["failure-domain.beta.kubernetes.io/zone"] = "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        ["beta.kubernetes.io/instance-type"] = "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
        ["app.kubernetes.io/created-by"] = "deprecated since v1.9",
        ["scheduler.alpha.kubernetes.io/preferAvoidPods"] = "deprecated since v1.22; use Taints and Tolerations instead",
        ["node-role.kubernetes.io/master"] = "use \"node-role.kubernetes.io/control-plane\" instead",
    }.ToFrozenDictionary();

    /// <summary>Why a label is old; null for one that is not.</summary>
    public static string? Of(string? label) => label is null ? null : Old.GetValueOrDefault(label);

    /// <summary>The old labels that are keys of a map, each with why it is old.</summary>
    public static IEnumerable<(string Label, string Why)> Keys(JsonNode? map)
    {
        for (var index = 0; map is JsonObject labels && index < labels.Count; index++)
        {
            if (Of(labels.GetAt(index).Key) is { } why)
            {
                yield return (labels.GetAt(index).Key, why);
            }
        }
    }

    /// <summary>Old labels that the expressions of a term ask for.</summary>
    /// <param name="term">What has <c>matchExpressions</c>.</param>
    /// <param name="at">Its path.</param>
    /// <param name="looksAtValues">Whether values that no label can have are said as well.</param>
    public static IEnumerable<string> Expressions(JsonNode? term, string at, bool looksAtValues = false)
    {
        foreach (var (expression, path) in Paths.Numbered(term, "matchExpressions", at))
        {
            if (Of(expression.Text("key")) is { } why)
            {
                yield return $"{path}.key: {expression.Text("key")} is {why}";
            }

            foreach (var (value, place) in looksAtValues ? Choices.Numbered(expression, "values", path) : [])
            {
                foreach (var fault in NameRules.LabelValueFaults(value))
                {
                    yield return $"{place}: {value} is invalid, {fault}";
                }
            }
        }
    }
}
