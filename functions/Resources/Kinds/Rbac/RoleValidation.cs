using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Rbac;

/// <summary>Rules of roles.</summary>
internal static class RoleValidation
{
    public static IEnumerable<FieldError> Role(JsonObject item, JsonObject? old) => Rules(item, isNamespaced: true);

    public static IEnumerable<FieldError> ClusterRole(JsonObject item, JsonObject? old)
    {
        var errors = Rules(item, isNamespaced: false);
        if (item["aggregationRule"] is not JsonObject aggregation)
        {
            return errors;
        }

        IEnumerable<FieldError> missing = aggregation.Objects("clusterRoleSelectors").Any() ? [] : [Faults.Required("aggregationRule.clusterRoleSelectors", "at least one clusterRoleSelector required if aggregationRule is non-nil")];
        return errors.Concat(missing)
            .Concat(Paths.Numbered(aggregation, "clusterRoleSelectors", "aggregationRule").SelectMany(selector => SelectorValidation.Validate(selector.Item, selector.At)));
    }

    private static IEnumerable<FieldError> Rules(JsonObject item, bool isNamespaced) =>
        item.Objects("rules").SelectMany((rule, index) => Rule(rule, $"rules[{index}]", isNamespaced));

    private static IEnumerable<FieldError> Rule(JsonObject rule, string at, bool isNamespaced)
    {
        if (!rule.Texts("verbs").Any())
        {
            yield return Faults.Required($"{at}.verbs", "verbs must contain at least one value");
        }

        var (groups, resources, names) = (rule.Texts("apiGroups").Any(), rule.Texts("resources").Count(), rule.Texts("resourceNames").Any());
        if (rule.Texts("nonResourceURLs").Any())
        {
            if (isNamespaced)
            {
                yield return Faults.Invalid($"{at}.nonResourceURLs", rule["nonResourceURLs"], "namespaced rules cannot apply to non-resource URLs");
            }

            if (groups || resources > 0 || names)
            {
                yield return Faults.Invalid($"{at}.nonResourceURLs", rule["nonResourceURLs"], "rules cannot apply to both regular resources and non-resource URLs");
            }

            yield break;
        }

        if (!groups)
        {
            yield return Faults.Required($"{at}.apiGroups", "resource rules must supply at least one api group");
        }

        if (resources == 0)
        {
            yield return Faults.Required($"{at}.resources", "resource rules must supply at least one resource");
        }
    }
}
