using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Rbac;

/// <summary>Defaults of roles and their bindings.</summary>
internal static class RbacDefaults
{
    /// <summary>The group of roles, users and groups.</summary>
    public const string Group = "rbac.authorization.k8s.io";

    public static void RoleBinding(JsonObject item)
    {
        Binding(item);
    }

    public static void ClusterRoleBinding(JsonObject item)
    {
        Binding(item);
    }

    private static void Binding(JsonObject item)
    {
        var role = item.Ensure("roleRef");
        if (string.IsNullOrEmpty(role.Text("apiGroup")))
        {
            role["apiGroup"] = Group;
        }

        foreach (var subject in item.Objects("subjects").Where(subject => subject.Text("kind") is "User" or "Group" && string.IsNullOrEmpty(subject.Text("apiGroup"))))
        {
            subject["apiGroup"] = Group;
        }
    }
}
