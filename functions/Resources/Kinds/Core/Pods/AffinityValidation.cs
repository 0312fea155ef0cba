using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of the nodes and the other pods that a pod wants to be with, or without.</summary>
internal static class AffinityValidation
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    public static IEnumerable<FieldError> Validate(JsonNode? affinity, string at) =>
        affinity is null
            ? []
            : Nodes(affinity["nodeAffinity"], $"{at}.nodeAffinity").Concat(Pods(affinity["podAffinity"], $"{at}.podAffinity")).Concat(Pods(affinity["podAntiAffinity"], $"{at}.podAntiAffinity"));

    private static IEnumerable<FieldError> Nodes(JsonNode? affinity, string at)
    {
        var errors = affinity.At(Required) is JsonObject required ? NodeSelectorValidation.Validate(required, $"{at}.{Required}") : [];
        return errors.Concat(Paths.Numbered(affinity, Preferred, at)
            .SelectMany(one => Weight(one.Item, one.At).Concat(NodeSelectorValidation.Term(one.Item["preference"], $"{one.At}.preference", areValuesJudged: false))));
    }

    private static IEnumerable<FieldError> Pods(JsonNode? affinity, string at) =>
        Paths.Numbered(affinity, Required, at).SelectMany(one => Term(one.Item, one.At))
            .Concat(Paths.Numbered(affinity, Preferred, at).SelectMany(one => Weight(one.Item, one.At).Concat(Term(one.Item["podAffinityTerm"], $"{one.At}.podAffinityTerm"))));

    private static IEnumerable<FieldError> Weight(JsonObject preferred, string at) =>
        preferred.Integer("weight") is >= 1 and <= 100 ? [] : [Faults.Invalid($"{at}.weight", preferred["weight"]?.DeepClone() ?? 0, "must be in the range 1-100")];

    private static IEnumerable<FieldError> Term(JsonNode? term, string at)
    {
        var topology = term.Text("topologyKey") ?? "";
        return SelectorValidation.Validate(term.At("labelSelector"), $"{at}.labelSelector")
            .Concat(SelectorValidation.Validate(term.At("namespaceSelector"), $"{at}.namespaceSelector"))
            .Concat(term.Texts("namespaces").SelectMany(name => Faults.Each($"{at}.namespace", name, NameRules.LabelFaults(name))))
            .Concat(Keys(term, "matchLabelKeys", at))
            .Concat(Keys(term, "mismatchLabelKeys", at))
            .Concat(KeysTwice(term, at))
            .Concat(topology.Length == 0 ? [Faults.Required($"{at}.topologyKey", "can not be empty")] : [])
            .Concat(Faults.Each($"{at}.topologyKey", topology, NameRules.QualifiedNameFaults(topology)));
    }

    private static IEnumerable<FieldError> Keys(JsonNode? term, string name, string at)
    {
        var keys = Choices.Numbered(term, name, at).ToList();
        return keys.Count == 0 ? []
            : term.At("labelSelector") is null ? [Faults.Forbidden($"{at}.{name}", "must not be specified when labelSelector is not set")]
            : keys.SelectMany(key => Faults.Each(key.At, key.Text, NameRules.QualifiedNameFaults(key.Text)));
    }

    /// <summary>The selector of a pod has the keys to match as its last expressions already; what is there twice was there before.</summary>
    private static IEnumerable<FieldError> KeysTwice(JsonNode? term, string at)
    {
        var keys = term.Texts("matchLabelKeys").ToList();
        var (selected, mismatched) = (term.Map("labelSelector", "matchLabels").Keys.ToHashSet(), term.Texts("mismatchLabelKeys").ToHashSet());
        foreach (var key in term.Objects("labelSelector", "matchExpressions").Select(expression => expression.Text("key") ?? ""))
        {
            if (!selected.Add(key) && keys.LastIndexOf(key) is >= 0 and var index)
            {
                yield return Faults.Invalid($"{at}[{index}]", key, "exists in both matchLabelKeys and labelSelector");
            }
        }

        foreach (var (index, key) in keys.Index().Where(one => mismatched.Contains(one.Item)))
        {
            yield return Faults.Invalid($"{at}.matchLabelKeys[{index}]", key, "exists in both matchLabelKeys and mismatchLabelKeys");
        }
    }
}
