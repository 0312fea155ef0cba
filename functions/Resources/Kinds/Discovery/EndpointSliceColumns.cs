using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Discovery;

/// <summary>The table of slices of endpoints.</summary>
internal static class EndpointSliceColumns
{
    /// <summary>Most ports, and most addresses, that a cell names.</summary>
    private const int NamedMax = 3;

    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        Cells.Name,
        PlainCells.Text("AddressType", "What the addresses are.", item => item.Text("addressType")),
        PlainCells.Text("Ports", "The ports of each endpoint.", item => Listed(item.Objects("ports").Select(Port), "<unset>")),
        PlainCells.Text("Endpoints", "The endpoints' addresses.", item => Listed(item.Objects("endpoints").SelectMany(endpoint => endpoint.Texts("addresses")), "<unset>")),
        Cells.Age,
    ];

    private static string Port(JsonObject port) => port.Integer("port") is { } number ? number.ToString(CultureInfo.InvariantCulture)
        : port.Text("name") is { Length: > 0 } name ? name
        : "*";

    private static string Listed(IEnumerable<string> items, string none)
    {
        var all = items.ToList();
        var text = string.Join(',', all.Take(NamedMax));
        return all.Count == 0 ? none : all.Count > NamedMax ? $"{text} + {all.Count - NamedMax} more..." : text;
    }
}
