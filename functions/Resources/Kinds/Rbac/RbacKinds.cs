using CloudOrchestrator.Resources.Kinds.Validation;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Rbac;

#pragma warning disable format // rows of a table
/// <summary>The kinds of <c>rbac.authorization.k8s.io</c>, one row each.</summary>
public static class RbacKinds
{
    /// <summary>Roles.</summary>
    public static ResourceKind Roles { get; } = new()
    {
        Group = "rbac.authorization.k8s.io", Version = "v1", Kind = "Role", Plural = "roles", Singular = "role", Namespaced = true,
        Schema = Schema("Role"), Collection = "rbac.authorization.k8s.io/roles", CreateOnUpdate = true, NameFaults = SegmentNames.Faults,
        Columns = RbacColumns.Roles, Validate = RoleValidation.Role,
    };

    /// <summary>Bindings of roles.</summary>
    public static ResourceKind RoleBindings { get; } = new()
    {
        Group = "rbac.authorization.k8s.io", Version = "v1", Kind = "RoleBinding", Plural = "rolebindings", Singular = "rolebinding", Namespaced = true,
        Schema = Schema("RoleBinding"), Collection = "rbac.authorization.k8s.io/rolebindings", CreateOnUpdate = true, NameFaults = SegmentNames.Faults,
        Columns = RbacColumns.Bindings, Default = RbacDefaults.RoleBinding, Validate = BindingValidation.RoleBinding,
    };

    /// <summary>Roles of the whole cluster.</summary>
    public static ResourceKind ClusterRoles { get; } = new()
    {
        Group = "rbac.authorization.k8s.io", Version = "v1", Kind = "ClusterRole", Plural = "clusterroles", Singular = "clusterrole", Namespaced = false,
        Schema = Schema("ClusterRole"), Collection = "rbac.authorization.k8s.io/clusterroles", CreateOnUpdate = true, NameFaults = SegmentNames.Faults,
        Columns = RbacColumns.Roles, Validate = RoleValidation.ClusterRole,
    };

    /// <summary>Bindings of roles of the whole cluster.</summary>
    public static ResourceKind ClusterRoleBindings { get; } = new()
    {
        Group = "rbac.authorization.k8s.io", Version = "v1", Kind = "ClusterRoleBinding", Plural = "clusterrolebindings", Singular = "clusterrolebinding", Namespaced = false,
        Schema = Schema("ClusterRoleBinding"), Collection = "rbac.authorization.k8s.io/clusterrolebindings", CreateOnUpdate = true, NameFaults = SegmentNames.Faults,
        Columns = RbacColumns.Bindings, Default = RbacDefaults.ClusterRoleBinding, Validate = BindingValidation.ClusterRoleBinding,
    };

    /// <summary>All of them, in order of discovery.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [ClusterRoleBindings, ClusterRoles, RoleBindings, Roles];

    private static TypeSchema Schema(string kind) => SchemaTable.BuiltIn.Get("k8s.io.api.rbac.v1." + kind);
}
