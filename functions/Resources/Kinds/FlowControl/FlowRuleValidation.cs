using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.FlowControl;

/// <summary>Rules of which requests a flow schema is about.</summary>
internal static class FlowRuleValidation
{
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"];

    public static IEnumerable<FieldError> Rule(JsonObject rule, string at)
    {
        IEnumerable<FieldError> nobody = rule.Objects("subjects").Any() ? [] : [Faults.Required($"{at}.subjects", "subjects must contain at least one value")];
        IEnumerable<FieldError> nothing = rule.Objects("resourceRules").Any() || rule.Objects("nonResourceRules").Any()
            ? []
            : [Faults.Required(at, "at least one of resourceRules and nonResourceRules has to be non-empty")];
        return nobody
            .Concat(Paths.Numbered(rule, "subjects", at).SelectMany(one => FlowSubjectValidation.Subject(one.Item, one.At)))
            .Concat(nothing)
            .Concat(Paths.Numbered(rule, "resourceRules", at).SelectMany(one => Resources(one.Item, one.At)))
            .Concat(Paths.Numbered(rule, "nonResourceRules", at).SelectMany(one => Urls(one.Item, one.At)));
    }

    private static IEnumerable<FieldError> Resources(JsonObject rule, string at) =>
        VerbList(rule, at)
            .Concat(List(rule, "apiGroups", at, "resource rules must supply at least one api group", "api groups"))
            .Concat(List(rule, "resources", at, "resource rules must supply at least one resource", "resources"))
            .Concat(Namespaces(rule, at));

    private static IEnumerable<FieldError> Namespaces(JsonObject rule, string at)
    {
        var namespaces = rule.Texts("namespaces").ToList();
        if (namespaces.Count == 0)
        {
            return rule.Flag("clusterScope") ? [] : [Faults.Required($"{at}.namespaces", "resource rules that are not cluster scoped must supply at least one namespace")];
        }

        return namespaces.Contains("*")
            ? List(rule, "namespaces", at, "", "namespaces")
            : Choices.Numbered(rule, "namespaces", at)
                .SelectMany(one => Faults.Each(one.At, one.Text, NameRules.LabelFaults(one.Text).Select(fault => $"each member of this list must be '*' or a DNS-1123 label; {fault}")));
    }

    private static IEnumerable<FieldError> Urls(JsonObject rule, string at) =>
        VerbList(rule, at)
            .Concat(List(rule, "nonResourceURLs", at, "nonResourceURLs must contain at least one value", "non-resource URLs"))
            .Concat(rule.Texts("nonResourceURLs").Contains("*")
                ? []
                : Choices.Numbered(rule, "nonResourceURLs", at).Select(one => (one, Fault: UrlFault(one.Text))).Where(one => one.Fault is not null).Select(one => Faults.Invalid(one.one.At, one.one.Text, one.Fault!)));

    private static IEnumerable<FieldError> VerbList(JsonObject rule, string at)
    {
        var verbs = rule.Texts("verbs").ToList();
        return verbs.Count == 0 || verbs.Contains("*") ? List(rule, "verbs", at, "verbs must contain at least one value", "verbs")
            : verbs.All(Verbs.Contains) ? []
            : [new FieldError("FieldValueNotSupported", $"{at}.verbs", $"Unsupported value: {rule["verbs"]!.ToJsonString()}: supported values: {string.Join(", ", Verbs.Select(verb => $"\"{verb}\""))}")];
    }

    private static IEnumerable<FieldError> List(JsonObject rule, string name, string at, string empty, string others)
    {
        var items = rule.Texts(name).ToList();
        return items.Count == 0 ? [Faults.Required($"{at}.{name}", empty)]
            : items.Count > 1 && items.Contains("*") ? [Faults.Invalid($"{at}.{name}", rule[name], $"if '*' is present, must not specify other {others}")]
            : [];
    }

    private static string? UrlFault(string url) => url.Length == 0 ? "must not be empty"
        : url == "/" ? null
        : !url.StartsWith('/') ? "must start with slash"
        : url.Contains(' ', StringComparison.Ordinal) ? "must not contain white-space"
        : url.Contains("//", StringComparison.Ordinal) ? "must not contain double slash"
        : url.Count(letter => letter == '*') is var stars && (stars > 1 || (stars == 1 && !url.EndsWith("/*", StringComparison.Ordinal))) ? "wildcard can only do suffix matching"
        : null;
}
