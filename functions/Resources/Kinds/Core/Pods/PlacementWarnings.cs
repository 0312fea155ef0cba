using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Old labels by which a pod chooses its node, and choices that hold for no pod.</summary>
internal static class PlacementWarnings
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";
    private const string OfNoPod = "a null labelSelector results in matching no pod";

    /// <summary>What is said of nodes, and of pods spread over them.</summary>
    public static IEnumerable<string> Nodes(JsonObject spec, string at) => Warnings.All(
        spec["nodeSelector"] is JsonObject { Count: > 0 } labels ? Labels(labels, at) : [],
        spec.At("affinity", "nodeAffinity") is JsonObject affinity ? Affinity(affinity, $"{at}.affinity.nodeAffinity") : [],
        spec["topologySpreadConstraints"] is JsonArray { Count: > 0 } ? Spread(spec, at) : []);

    /// <summary>What is said of other pods.</summary>
    public static IEnumerable<string> Pods(JsonObject spec, string at) =>
        spec["affinity"] is JsonObject affinity ? Warnings.All(Pods(affinity, "podAffinity", at), Pods(affinity, "podAntiAffinity", at)) : [];

    private static IEnumerable<string> Labels(JsonObject labels, string at) => NodeLabelWarnings.Keys(labels).Select(old => $"{at}.nodeSelector[{old.Label}]: {old.Why}");

    private static IEnumerable<string> Affinity(JsonObject affinity, string at) =>
        Paths.Numbered(affinity[Required], "nodeSelectorTerms", $"{at}.{Required}").SelectMany(term => NodeLabelWarnings.Expressions(term.Item, term.At))
            .Concat(Paths.Numbered(affinity, Preferred, at).SelectMany(term => NodeLabelWarnings.Expressions(term.Item["preference"], $"{term.At}.preference", looksAtValues: true)));

    private static IEnumerable<string> Spread(JsonObject spec, string at)
    {
        foreach (var (constraint, path) in Paths.Numbered(spec, "topologySpreadConstraints", at))
        {
            if (NodeLabelWarnings.Of(constraint.Text("topologyKey")) is { } why)
            {
                yield return $"{path}.topologyKey: {constraint.Text("topologyKey")} is {why}";
            }

            if (constraint["labelSelector"] is null)
            {
                yield return $"{path}.labelSelector: {OfNoPod}";
            }
        }
    }

    private static IEnumerable<string> Pods(JsonObject affinity, string name, string at)
    {
        if (affinity[name] is not JsonObject terms)
        {
            return [];
        }

        at = $"{at}.affinity.{name}";
        return Paths.Numbered(terms, Required, at).Where(static term => term.Item["labelSelector"] is null).Select(static term => $"{term.At}.labelSelector: {OfNoPod}")
            .Concat(Paths.Numbered(terms, Preferred, at).Where(static term => term.Item.At("podAffinityTerm", "labelSelector") is null)
                .Select(static term => $"{term.At}.podAffinityTerm.labelSelector: {OfNoPod}"));
    }
}
