using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Rbac;

/// <summary>Rules of bindings of roles.</summary>
internal static class BindingValidation
{
    public static IEnumerable<FieldError> RoleBinding(JsonObject item, JsonObject? old) => Binding(item, old, isNamespaced: true, "Role", "ClusterRole");

    public static IEnumerable<FieldError> ClusterRoleBinding(JsonObject item, JsonObject? old) => Binding(item, old, isNamespaced: false, "ClusterRole");

    private static IEnumerable<FieldError> Binding(JsonObject item, JsonObject? old, bool isNamespaced, params string[] kinds)
    {
        var role = item["roleRef"];
        IEnumerable<FieldError> changed = old is null || JsonNode.DeepEquals(role, old["roleRef"]) ? [] : [Faults.Invalid("roleRef", role, "cannot change roleRef")];
        return Choices.OneOf("roleRef.apiGroup", role.Text("apiGroup"), RbacDefaults.Group)
            .Concat(Choices.OneOf("roleRef.kind", role.Text("kind") ?? "", kinds))
            .Concat(Faults.Named("roleRef.name", role.Text("name"), SegmentNames.Faults))
            .Concat(item.Objects("subjects").SelectMany((subject, index) => Subject(subject, $"subjects[{index}]", isNamespaced)))
            .Concat(changed);
    }

    private static IEnumerable<FieldError> Subject(JsonObject subject, string at, bool isNamespaced)
    {
        var name = subject.Text("name") ?? "";
        IEnumerable<FieldError> missing = name.Length == 0 ? [Faults.Required($"{at}.name")] : [];
        return missing.Concat(subject.Text("kind") switch
        {
            "ServiceAccount" => Account(subject, name, at, isNamespaced),
            "User" => Person(subject, name, at, "user"),
            "Group" => Person(subject, name, at, "group"),
            var unknown => [Faults.NotSupported($"{at}.kind", unknown, "ServiceAccount", "User", "Group")],
        });
    }

    private static IEnumerable<FieldError> Account(JsonObject subject, string name, string at, bool isNamespaced)
    {
        foreach (var error in name.Length == 0 ? [] : Faults.Each($"{at}.name", name, NameRules.SubdomainFaults(name)))
        {
            yield return error;
        }

        if (subject.Text("apiGroup") is { Length: > 0 } group)
        {
            yield return Faults.NotSupported($"{at}.apiGroup", group, "");
        }

        if (!isNamespaced && string.IsNullOrEmpty(subject.Text("namespace")))
        {
            yield return Faults.Required($"{at}.namespace");
        }
    }

    private static IEnumerable<FieldError> Person(JsonObject subject, string name, string at, string what) =>
        (name.Length == 0 ? new[] { Faults.Invalid($"{at}.name", "", $"{what} name cannot be empty") } : [])
            .Concat(Choices.OneOf($"{at}.apiGroup", subject.Text("apiGroup") ?? "", RbacDefaults.Group));
}
