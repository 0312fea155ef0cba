using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>The table of Endpoints.</summary>
internal static class EndpointsColumns
{
    private const int ShownMax = 3;

    public static IReadOnlyList<PrinterColumn> All { get; } = [Cells.Name, PlainCells.Text("Endpoints", "The first addresses and ports.", item => item.Objects("subsets").Any() ? Text(item) : "<none>"), Cells.Age];

    private static string Text(JsonObject item)
    {
        var all = item.Objects("subsets").SelectMany(Addresses).ToList();
        var text = string.Join(',', all.Take(ShownMax));
        return all.Count > ShownMax ? $"{text} + {all.Count - ShownMax} more..." : text;
    }

    private static IEnumerable<string> Addresses(JsonObject subset)
    {
        var ips = subset.Objects("addresses").Select(address => address.Text("ip") ?? "").ToList();
        var ports = subset.Objects("ports").ToList();
        return ports.Count == 0 ? ips : ports.SelectMany(port => ips.Select(ip => $"{(ip.Contains(':', StringComparison.Ordinal) ? $"[{ip}]" : ip)}:{port.Integer("port")}"));
    }
}
