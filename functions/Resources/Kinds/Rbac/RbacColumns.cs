using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Rbac;

/// <summary>The tables of roles and their bindings.</summary>
internal static class RbacColumns
{
    public static IReadOnlyList<PrinterColumn> Roles { get; } = [Cells.Name, PlainCells.CreatedAt];

    public static IReadOnlyList<PrinterColumn> Bindings { get; } =
    [
        Cells.Name,
        PlainCells.Text("Role", "The role that is given.", item => $"{item.Text("roleRef", "kind")}/{item.Text("roleRef", "name")}"),
        Cells.Age,
        PlainCells.Text("Users", "Users in the roleBinding", item => Names(item, "User"), 1),
        PlainCells.Text("Groups", "Groups in the roleBinding", item => Names(item, "Group"), 1),
        PlainCells.Text("ServiceAccounts", "ServiceAccounts in the roleBinding", item => Names(item, "ServiceAccount"), 1),
    ];

    private static string Names(JsonObject item, string kind) => string.Join(
        ", ",
        item.Objects("subjects").Where(subject => subject.Text("kind") == kind).Select(subject => kind == "ServiceAccount" ? $"{subject.Text("namespace")}/{subject.Text("name")}" : subject.Text("name")));
}
