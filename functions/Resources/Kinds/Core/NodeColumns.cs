using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>The table of nodes.</summary>
internal static class NodeColumns
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        Cells.Name,
        Cells.Text("Status", "Whether the node is ready.", Status),
        Cells.Text("Roles", "The node's roles.", item => string.Join(',', item.Map("metadata", "labels").Keys.Where(key => key.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(key => key[RolePrefix.Length..]))),
        Cells.Age,
        Cells.Text("Version", "The agent's version.", item => item.Text("status", "nodeInfo", "kubeletVersion")),
        Cells.Text("Internal-IP", "The node's address.", item => Address(item, "InternalIP"), 1),
        Cells.Text("External-IP", "The node's public address.", item => Address(item, "ExternalIP"), 1),
        Cells.Text("OS-Image", "The node's operating system.", item => item.Text("status", "nodeInfo", "osImage"), 1),
        Cells.Text("Kernel-Version", "The node's kernel.", item => item.Text("status", "nodeInfo", "kernelVersion"), 1),
        Cells.Text("Container-Runtime", "The node's container runtime.", item => item.Text("status", "nodeInfo", "containerRuntimeVersion"), 1),
    ];

    private static string Status(JsonObject item)
    {
        var ready = item.Objects("status", "conditions").FirstOrDefault(one => one.Text("type") == "Ready").Text("status");
        var text = ready == "True" ? "Ready" : ready is null ? "Unknown" : "NotReady";
        return item.Flag("spec", "unschedulable") ? text + ",SchedulingDisabled" : text;
    }

    private static string? Address(JsonObject item, string type) =>
        item.Objects("status", "addresses").FirstOrDefault(one => one.Text("type") == type).Text("address");
}
