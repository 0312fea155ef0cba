using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>The table of nodes.</summary>
internal static class NodeColumns
{
    private const string RolePrefix = "node-role.kubernetes.io/";
    private const string RoleLabel = "kubernetes.io/role";

    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        Cells.Name,
        Cells.Text("Status", "Whether the node is ready.", Status),
        Cells.Text("Roles", "The node's roles.", item => string.Join(',', Roles(item))),
        Cells.Age,
        PlainCells.Text("Version", "The agent's version.", item => item.Text("status", "nodeInfo", "kubeletVersion")),
        Cells.Text("Internal-IP", "The node's address.", item => Address(item, "InternalIP"), 1),
        Cells.Text("External-IP", "The node's public address.", item => Address(item, "ExternalIP"), 1),
        PlainCells.Text("OS-Image", "The node's operating system.", item => Info(item, "osImage"), 1),
        PlainCells.Text("Kernel-Version", "The node's kernel.", item => Info(item, "kernelVersion"), 1),
        PlainCells.Text("Container-Runtime", "The node's container runtime.", item => Info(item, "containerRuntimeVersion"), 1),
    ];

    private static string Status(JsonObject item)
    {
        var ready = item.Objects("status", "conditions").FirstOrDefault(one => one.Text("type") == "Ready").Text("status");
        var text = ready == "True" ? "Ready" : ready is null ? "Unknown" : "NotReady";
        return item.Flag("spec", "unschedulable") ? text + ",SchedulingDisabled" : text;
    }

    /// <summary>The roles that labels give it, whether in their names or as the value of an older one.</summary>
    private static IEnumerable<string> Roles(JsonObject item)
    {
        var labels = item.Map("metadata", "labels");
        return labels.Keys.Where(key => key.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(key => key[RolePrefix.Length..])
            .Append(labels.GetValueOrDefault(RoleLabel, "")).Where(role => role.Length > 0).Distinct().Order(StringComparer.Ordinal);
    }

    private static string Info(JsonObject item, string name) => item.Text("status", "nodeInfo", name) is { Length: > 0 } text ? text : "<unknown>";

    private static string? Address(JsonObject item, string type) =>
        item.Objects("status", "addresses").FirstOrDefault(one => one.Text("type") == type).Text("address");
}
