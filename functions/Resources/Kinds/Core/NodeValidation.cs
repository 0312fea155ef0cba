using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of nodes.</summary>
internal static class NodeValidation
{
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var seen = new HashSet<(string?, string?)>();
        foreach (var (taint, at) in Paths.Numbered(item["spec"], "taints", "spec"))
        {
            var errors = Taint(taint, at).ToList();
            if (!seen.Add((taint.Text("key"), taint.Text("effect"))))
            {
                errors.Add(Faults.Duplicate(at, taint.DeepClone()));
            }

            foreach (var error in errors)
            {
                yield return error;
            }
        }

        foreach (var name in new[] { "podCIDR", "providerID" })
        {
            if (old.Text("spec", name) is { Length: > 0 } before && item.Text("spec", name) != before)
            {
                yield return Faults.Forbidden(name == "podCIDR" ? "spec.podCIDRs" : $"spec.{name}", $"node updates may not change {name} except from \"\" to valid");
            }
        }
    }

    private static IEnumerable<FieldError> Taint(JsonObject taint, string at)
    {
        var (key, value, effect) = (taint.Text("key") ?? "", taint.Text("value") ?? "", taint.Text("effect") ?? "");
        var errors = Faults.Each($"{at}.key", key, NameRules.QualifiedNameFaults(key)).Concat(Faults.Each($"{at}.value", value, NameRules.LabelValueFaults(value)));
        return effect.Length == 0 ? errors.Append(Faults.Required($"{at}.effect"))
            : Effects.Contains(effect) ? errors
            : errors.Append(Faults.NotSupported($"{at}.effect", effect, Effects));
    }
}
