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

    /// <summary>Rules of one toleration.</summary>
    public static IEnumerable<FieldError> Toleration(JsonObject toleration, string at)
    {
        var (key, kind, effect) = (toleration.Text("key") ?? "", toleration.Text("operator") ?? "", toleration.Text("effect") ?? "");
        if (key.Length > 0)
        {
            foreach (var error in Faults.Each($"{at}.key", key, NameRules.QualifiedNameFaults(key)))
            {
                yield return error;
            }
        }
        else if (kind != "Exists")
        {
            yield return Faults.Invalid($"{at}.operator", kind, "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }

        if (toleration["tolerationSeconds"] is not null && effect != "NoExecute")
        {
            yield return Faults.Invalid($"{at}.effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
        }

        foreach (var error in Operator(toleration, kind, at))
        {
            yield return error;
        }

        if (effect.Length > 0 && !Effects.Contains(effect))
        {
            yield return Faults.NotSupported($"{at}.effect", effect, Effects);
        }
    }

    private static IEnumerable<FieldError> Operator(JsonObject toleration, string kind, string at)
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
