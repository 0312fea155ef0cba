using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of where a pod may go.</summary>
internal static class SchedulingValidation
{
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    /// <summary>What has to be taken from a pod before it is given to a node.</summary>
    public static IEnumerable<FieldError> Gates(JsonObject spec, string field)
    {
        var names = new HashSet<string>();
        foreach (var (gate, at) in Paths.Numbered(spec, "schedulingGates", field))
        {
            var name = gate.Text("name") ?? "";
            foreach (var error in Faults.Each(at, name, NameRules.QualifiedNameFaults(name)))
            {
                yield return error;
            }

            if (!names.Add(name))
            {
                yield return Faults.Duplicate(at, name);
            }
        }
    }

    /// <summary>Rules of what a pod puts up with.</summary>
    public static IEnumerable<FieldError> Tolerations(JsonObject spec, string field)
    {
        List<FieldError>? errors = null;
        foreach (var (toleration, at) in Paths.Numbered(spec, "tolerations", field))
        {
            Faults.Add(ref errors, Toleration(toleration, at));
        }

        return errors ?? Enumerable.Empty<FieldError>();
    }

    /// <summary>Rules of one toleration.</summary>
    public static IEnumerable<FieldError> Toleration(JsonObject toleration, ElementPath at)
    {
        var (key, kind, effect) = (toleration.Text("key") ?? "", toleration.Text("operator") ?? "", toleration.Text("effect") ?? "");
        return Faults.All(
            key.Length > 0 ? Faults.Each($"{at}.key", key, NameRules.QualifiedNameFaults(key))
                : kind == "Exists" ? []
                : [Faults.Invalid($"{at}.operator", kind, "operator must be Exists when `key` is empty, which means \"match all values and all keys\"")],
            toleration["tolerationSeconds"] is not null && effect != "NoExecute" ? [Faults.Invalid($"{at}.effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")] : [],
            Operator(toleration, kind, at),
            effect.Length > 0 && !Effects.Contains(effect) ? [Faults.NotSupported($"{at}.effect", effect, Effects)] : []);
    }

    private static IEnumerable<FieldError> Operator(JsonObject toleration, string kind, ElementPath at)
    {
        var value = toleration.Text("value") ?? "";
        return kind switch
        {
            "Equal" or "" => NameRules.IsLabelValue(value) ? [] : [Faults.Invalid($"{at}.operator", value, string.Join(';', NameRules.LabelValueFaults(value)))],
            "Exists" => value.Length > 0 ? [Faults.Invalid($"{at}.operator", value, "value must be empty when `operator` is 'Exists'")] : [],
            _ => [Faults.NotSupported($"{at}.operator", kind, "Equal", "Exists")],
        };
    }
}
