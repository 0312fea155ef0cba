using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of how pods are spread.</summary>
internal static class SpreadValidation
{
    private static readonly string[] Policies = ["nodeAffinityPolicy", "nodeTaintsPolicy"];

    public static IEnumerable<FieldError> Validate(JsonObject spec, string field)
    {
        var all = Paths.Numbered(spec, "topologySpreadConstraints", field).ToList();
        return all.Index().SelectMany(one => One(one.Item.Item, one.Item.At, all.Skip(one.Index + 1).Select(later => later.Item)));
    }

    private static IEnumerable<FieldError> One(JsonObject spread, string at, IEnumerable<JsonObject> later)
    {
        var (key, action) = (spread.Text("topologyKey") ?? "", spread.Text("whenUnsatisfiable") ?? "");
        if (spread.Integer("maxSkew") is null or <= 0)
        {
            yield return Faults.Invalid($"{at}.maxSkew", spread["maxSkew"]?.DeepClone() ?? 0, "must be greater than zero");
        }

        if (key.Length == 0)
        {
            yield return Faults.Required($"{at}.topologyKey", "can not be empty");
        }

        if (action is not ("DoNotSchedule" or "ScheduleAnyway"))
        {
            yield return Faults.NotSupported($"{at}.whenUnsatisfiable", action, "DoNotSchedule", "ScheduleAnyway");
        }

        if (later.Any(other => (other.Text("topologyKey") ?? "") == key && (other.Text("whenUnsatisfiable") ?? "") == action))
        {
            yield return Faults.Duplicate($"{at}.{{topologyKey, whenUnsatisfiable}}", $"{{{key}, {action}}}");
        }

        var rest = Domains(spread, action, $"{at}.minDomains")
            .Concat(Policies.SelectMany(policy => Choices.OneOfIfSet($"{at}.{policy}", spread.Text(policy), "Honor", "Ignore")))
            .Concat(Keys(spread, at))
            .Concat(SelectorValidation.Validate(spread["labelSelector"], $"{at}.labelSelector"));
        foreach (var error in rest)
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Domains(JsonObject spread, string action, string at)
    {
        if (spread.Integer("minDomains") is not { } count)
        {
            yield break;
        }

        if (count <= 0)
        {
            yield return Faults.Invalid(at, count, "must be greater than zero");
        }

        if (action != "DoNotSchedule")
        {
            yield return Faults.Invalid(at, count, $"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}");
        }
    }

    private static IEnumerable<FieldError> Keys(JsonObject spread, string at)
    {
        var keys = Choices.Numbered(spread, "matchLabelKeys", at).ToList();
        if (keys.Count == 0)
        {
            yield break;
        }

        var selector = spread["labelSelector"];
        if (selector is null)
        {
            yield return Faults.Forbidden($"{at}.matchLabelKeys", "must not be specified when labelSelector is not set");
        }

        var selected = selector.Map("matchLabels").Keys.Concat(selector.Objects("matchExpressions").Select(expression => expression.Text("key") ?? "")).ToHashSet();
        foreach (var (key, where) in keys)
        {
            foreach (var error in Faults.Each(where, key, NameRules.QualifiedNameFaults(key)))
            {
                yield return error;
            }

            if (selected.Contains(key))
            {
                yield return Faults.Invalid(where, key, "exists in both matchLabelKeys and labelSelector");
            }
        }
    }
}
