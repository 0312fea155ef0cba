using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Admission;

/// <summary>Rules of which writes a webhook or a policy is about.</summary>
internal static class RuleValidation
{
    /// <summary>Rules of what a policy or a binding matches.</summary>
    public static IEnumerable<FieldError> Match(JsonObject? resources, string at) => resources is null ? []
        : Choices.OneOf($"{at}.matchPolicy", resources.Text("matchPolicy"), "Equivalent", "Exact")
            .Concat(SelectorValidation.Validate(resources["namespaceSelector"], $"{at}.namespaceSelector"))
            .Concat(SelectorValidation.Validate(resources["objectSelector"], $"{at}.objectSelector"))
            .Concat(Paths.Numbered(resources, "resourceRules", at).SelectMany(rule => Named(rule.Item, rule.At)))
            .Concat(Paths.Numbered(resources, "excludeResourceRules", at).SelectMany(rule => Named(rule.Item, rule.At)));

    /// <summary>A rule of operations, groups, versions and resources.</summary>
    public static IEnumerable<FieldError> Rule(JsonObject rule, string at)
    {
        var operations = List(rule, "operations", at, "operations")
            .Concat(Choices.Numbered(rule, "operations", at).SelectMany(one => Choices.OneOf(one.At, one.Text, "*", "CONNECT", "CREATE", "DELETE", "UPDATE")));
        return operations
            .Concat(List(rule, "apiGroups", at, "API groups"))
            .Concat(List(rule, "apiVersions", at, "API versions"))
            .Concat(Choices.Numbered(rule, "apiVersions", at).Where(one => one.Text.Length == 0).Select(one => Faults.Required(one.At)))
            .Concat(Resources(rule, at))
            .Concat(Choices.OneOfIfSet($"{at}.scope", rule.Text("scope"), "*", "Cluster", "Namespaced"));
    }

    private static IEnumerable<FieldError> Named(JsonObject rule, string at)
    {
        var seen = new HashSet<string>();
        foreach (var (name, where) in Choices.Numbered(rule, "resourceNames", at))
        {
            foreach (var error in Faults.Each(where, name, SegmentNames.Faults(name)))
            {
                yield return error;
            }

            if (!seen.Add(name))
            {
                yield return Faults.Duplicate(where, name);
            }
        }

        foreach (var error in Rule(rule, at))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> List(JsonObject rule, string name, string at, string others)
    {
        var items = rule.Texts(name).ToList();
        return items.Count == 0 ? [Faults.Required($"{at}.{name}")]
            : items.Count > 1 && items.Contains("*") ? [Faults.Invalid($"{at}.{name}", rule[name], $"if '*' is present, must not specify other {others}")]
            : [];
    }

    private static IEnumerable<FieldError> Resources(JsonObject rule, string at)
    {
        var resources = rule.Texts("resources").ToList();
        if (resources.Count == 0)
        {
            yield return Faults.Required($"{at}.resources");
        }

        var (wholes, parts) = (new HashSet<string>(), new HashSet<string>());
        foreach (var (resource, where) in Choices.Numbered(rule, "resources", at))
        {
            foreach (var error in resource.Length == 0 ? [Faults.Required(where)] : resource.Split('/', 2) is [var whole, var part] ? Part(whole, part, resource, where, wholes, parts) : [])
            {
                yield return error;
            }
        }

        if (resources.Count > 1 && resources.Contains("*/*"))
        {
            yield return Faults.Invalid($"{at}.resources", rule["resources"], "if '*/*' is present, must not specify other resources");
        }

        // As in Kubernetes, the last resource without a subresource decides.
        if (resources.Contains("*") && resources.LastOrDefault(one => !one.Contains('/', StringComparison.Ordinal)) is not ("*" or null))
        {
            yield return Faults.Invalid($"{at}.resources", rule["resources"], "if '*' is present, must not specify other resources without subresources");
        }
    }

    private static List<FieldError> Part(string whole, string part, string resource, string at, HashSet<string> wholes, HashSet<string> parts)
    {
        var errors = new List<FieldError>();
        if (wholes.Contains(whole))
        {
            errors.Add(Faults.Invalid(at, resource, $"if '{whole}/*' is present, must not specify {resource}"));
        }

        if (parts.Contains(part))
        {
            errors.Add(Faults.Invalid(at, resource, $"if '*/{part}' is present, must not specify {resource}"));
        }

        if (part == "*")
        {
            wholes.Add(whole);
        }

        if (whole == "*")
        {
            parts.Add(part);
        }

        return errors;
    }
}
