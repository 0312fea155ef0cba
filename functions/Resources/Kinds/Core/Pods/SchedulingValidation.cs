using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of where a pod may go.</summary>
internal static class SchedulingValidation
{
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    public static IEnumerable<FieldError> Validate(JsonObject spec, string field) =>
        MetadataValidation.Labels(spec["nodeSelector"], $"{field}.nodeSelector")
            .Concat(Paths.Numbered(spec, "tolerations", field).SelectMany(one => Toleration(one.Item, one.At)))
            .Concat(NodeAffinity(spec.At("affinity", "nodeAffinity"), $"{field}.affinity.nodeAffinity"))
            .Concat(PodAffinity(spec.At("affinity", "podAffinity"), $"{field}.affinity.podAffinity"))
            .Concat(PodAffinity(spec.At("affinity", "podAntiAffinity"), $"{field}.affinity.podAntiAffinity"))
            .Concat(Paths.Numbered(spec, "topologySpreadConstraints", field).SelectMany(one => Spread(one.Item, one.At)))
            .Concat(SpreadTwice(spec, field))
            .Concat(Gates(spec, field));

    private static IEnumerable<FieldError> Gates(JsonObject spec, string field)
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

    private static IEnumerable<FieldError> SpreadTwice(JsonObject spec, string field)
    {
        var seen = new HashSet<string>();
        return Paths.Numbered(spec, "topologySpreadConstraints", field)
            .Select(one => (one.At, Text: $"{{{one.Item.Text("topologyKey")}, {one.Item.Text("whenUnsatisfiable")}}}"))
            .Where(one => !seen.Add(one.Text))
            .Select(one => Faults.Duplicate($"{one.At}.{{topologyKey, whenUnsatisfiable}}", one.Text));
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
            "Equal" or "" => Faults.Each($"{at}.operator", value, NameRules.LabelValueFaults(value)),
            "Exists" => value.Length > 0 ? [Faults.Invalid($"{at}.operator", value, "value must be empty when `operator` is 'Exists'")] : [],
            _ => [Faults.NotSupported($"{at}.operator", kind, "Equal", "Exists")],
        };
    }

    private static IEnumerable<FieldError> NodeAffinity(JsonNode? affinity, string at)
    {
        if (affinity.At("requiredDuringSchedulingIgnoredDuringExecution") is JsonObject required)
        {
            foreach (var error in NodeSelector(required, $"{at}.requiredDuringSchedulingIgnoredDuringExecution"))
            {
                yield return error;
            }
        }

        foreach (var (preferred, where) in Paths.Numbered(affinity, "preferredDuringSchedulingIgnoredDuringExecution", at))
        {
            foreach (var error in Weight(preferred, where).Concat(Term(preferred["preference"], $"{where}.preference")))
            {
                yield return error;
            }
        }
    }

    /// <summary>Terms that say which nodes.</summary>
    public static IEnumerable<FieldError> NodeSelector(JsonNode selector, string at) =>
        selector.Objects("nodeSelectorTerms").Any()
            ? Paths.Numbered(selector, "nodeSelectorTerms", at).SelectMany(term => Term(term.Item, term.At))
            : [Faults.Required($"{at}.nodeSelectorTerms", "must have at least one node selector term")];

    /// <summary>Rules of one term of a node selector.</summary>
    public static IEnumerable<FieldError> Term(JsonNode? term, string at) => Paths.Numbered(term, "matchExpressions", at).SelectMany(one => Expression(one.Item, one.At));

    private static IEnumerable<FieldError> Expression(JsonObject expression, string at)
    {
        var values = expression.Texts("values").ToList();
        var key = expression.Text("key") ?? "";
        var error = expression.Text("operator") switch
        {
            "In" or "NotIn" => values.Count == 0 ? Faults.Required($"{at}.values", "must be specified when `operator` is 'In' or 'NotIn'") : null,
            "Exists" or "DoesNotExist" => values.Count > 0 ? Faults.Forbidden($"{at}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'") : null,
            "Gt" or "Lt" => values.Count != 1 ? Faults.Required($"{at}.values", "must be specified single value when `operator` is 'Lt' or 'Gt'")
                : long.TryParse(values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null
                : Faults.Invalid($"{at}.values[0]", values[0], "for 'Gt', 'Lt' operators, the value must be an integer"),
            var unknown => Faults.Invalid($"{at}.operator", unknown ?? "", "not a valid selector operator"),
        };
        IEnumerable<FieldError> first = error is null ? [] : [error];
        return first.Concat(Faults.Each($"{at}.key", key, NameRules.QualifiedNameFaults(key)));
    }

    private static IEnumerable<FieldError> PodAffinity(JsonNode? affinity, string at)
    {
        var errors = Paths.Numbered(affinity, "requiredDuringSchedulingIgnoredDuringExecution", at).SelectMany(one => PodTerm(one.Item, one.At));
        return errors.Concat(Paths.Numbered(affinity, "preferredDuringSchedulingIgnoredDuringExecution", at)
            .SelectMany(one => Weight(one.Item, one.At).Concat(PodTerm(one.Item["podAffinityTerm"], $"{one.At}.podAffinityTerm"))));
    }

    private static IEnumerable<FieldError> PodTerm(JsonNode? term, string at)
    {
        var topology = term.Text("topologyKey") ?? "";
        IEnumerable<FieldError> keyed = topology.Length == 0
            ? [Faults.Required($"{at}.topologyKey", "can not be empty")]
            : Faults.Each($"{at}.topologyKey", topology, NameRules.QualifiedNameFaults(topology));
        return SelectorValidation.Validate(term.At("labelSelector"), $"{at}.labelSelector").Concat(keyed);
    }

    private static IEnumerable<FieldError> Weight(JsonObject preferred, string at) =>
        preferred.Integer("weight") is >= 1 and <= 100 ? [] : [Faults.Invalid($"{at}.weight", preferred["weight"]?.DeepClone() ?? 0, "must be in the range 1-100")];

    private static IEnumerable<FieldError> Spread(JsonObject spread, string at)
    {
        if (spread.Integer("maxSkew") is null or <= 0)
        {
            yield return Faults.Invalid($"{at}.maxSkew", spread["maxSkew"]?.DeepClone() ?? 0, "must be greater than zero");
        }

        if (string.IsNullOrEmpty(spread.Text("topologyKey")))
        {
            yield return Faults.Required($"{at}.topologyKey", "can not be empty");
        }

        if (spread.Text("whenUnsatisfiable") is not ("DoNotSchedule" or "ScheduleAnyway"))
        {
            yield return Faults.NotSupported($"{at}.whenUnsatisfiable", spread.Text("whenUnsatisfiable"), "DoNotSchedule", "ScheduleAnyway");
        }

        if (spread.Integer("minDomains") is <= 0 and var few)
        {
            yield return Faults.Invalid($"{at}.minDomains", few, "must be greater than zero");
        }
        else if (spread["minDomains"] is not null && spread.Text("whenUnsatisfiable") == "ScheduleAnyway")
        {
            yield return Faults.Invalid($"{at}.minDomains", spread.Integer("minDomains"), "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway");
        }

        foreach (var name in new[] { "nodeAffinityPolicy", "nodeTaintsPolicy" }.Where(name => spread.Text(name) is not (null or "Honor" or "Ignore")))
        {
            yield return Faults.NotSupported($"{at}.{name}", spread.Text(name), "Honor", "Ignore");
        }

        foreach (var error in SelectorValidation.Validate(spread["labelSelector"], $"{at}.labelSelector"))
        {
            yield return error;
        }
    }
}
