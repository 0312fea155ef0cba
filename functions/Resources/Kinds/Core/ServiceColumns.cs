using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>The table of services.</summary>
internal static class ServiceColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        Cells.Name,
        Cells.Text("Type", "The service's type.", item => item.Text("spec", "type")),
        Cells.Text("Cluster-IP", "The service's address.", item => item.Text("spec", "clusterIP")),
        PlainCells.Text("External-IP", "The service's address from outside.", External),
        Cells.Text("Port(s)", "The service's ports.", item => string.Join(',', item.Objects("spec", "ports").Select(Port))),
        Cells.Age,
        Cells.Text("Selector", "The pods behind it.", item => Cells.Labels(item.At("spec", "selector")), 1),
    ];

    private static string? External(JsonObject item)
    {
        var type = item.Text("spec", "type");
        IEnumerable<string> points = type == "LoadBalancer" ? item.Objects("status", "loadBalancer", "ingress").Select(Point).Where(one => one.Length > 0).Distinct().Order(StringComparer.Ordinal) : [];
        var text = string.Join(',', points.Concat(item.Texts("spec", "externalIPs")));
        return type == "ExternalName" ? item.Text("spec", "externalName") ?? "" : text.Length > 0 ? text : type == "LoadBalancer" ? "<pending>" : "<none>";
    }

    private static string Point(JsonObject point) => point.Text("ip") is { Length: > 0 } address ? address : point.Text("hostname") ?? "";

    private static string Port(JsonObject port) =>
        port.Integer("nodePort") is > 0 and var node
            ? $"{port.Integer("port")}:{node}/{port.Text("protocol")}"
            : $"{port.Integer("port")}/{port.Text("protocol")}";
}
