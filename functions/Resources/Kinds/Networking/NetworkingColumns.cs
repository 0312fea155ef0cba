using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Networking;

/// <summary>The tables of the kinds of networking.</summary>
internal static class NetworkingColumns
{
    /// <summary>Most hosts that a cell names.</summary>
    private const int HostsMax = 3;

    public static IReadOnlyList<PrinterColumn> Ingresses { get; } =
    [
        Cells.Name,
        Cells.Text("Class", "The name of the IngressClass resource that should be used for additional configuration", item => item.Text("spec", "ingressClassName")),
        PlainCells.Text("Hosts", "Hosts that incoming requests are matched against before the ingress rule", Hosts),
        PlainCells.Text("Address", "Address is a list containing ingress points for the load-balancer", Addresses),
        PlainCells.Text("Ports", "Ports of TLS configurations that open", item => item.Objects("spec", "tls").Any() ? "80, 443" : "80"),
        Cells.Age,
    ];

    public static IReadOnlyList<PrinterColumn> IngressClasses { get; } =
    [
        Cells.Name,
        PlainCells.Text("Controller", "Controller that is responsible for handling this class", item => item.Text("spec", "controller")),
        Cells.Text("Parameters", "A reference to a resource with additional parameters", Parameters),
        Cells.Age,
    ];

    public static IReadOnlyList<PrinterColumn> NetworkPolicies { get; } =
        [Cells.Name, PlainCells.Text("Pod-Selector", "The pods that the policy is about.", item => SelectorText.Of(item.At("spec", "podSelector"))), Cells.Age];

    public static IReadOnlyList<PrinterColumn> ServiceCidrs { get; } =
        [Cells.Name, PlainCells.Text("CIDRs", "The ranges.", item => string.Join(',', item.Texts("spec", "cidrs"))), Cells.Age];

    public static IReadOnlyList<PrinterColumn> IpAddresses { get; } =
        [Cells.Name, Cells.Text("ParentRef", "What holds the address.", Parent)];

    private static string Hosts(JsonObject item)
    {
        var rules = item.Objects("spec", "rules").ToList();
        var hosts = rules.Select(rule => rule.Text("host")).Where(host => !string.IsNullOrEmpty(host)).Take(HostsMax).ToList();
        var text = string.Join(',', hosts);
        return hosts.Count == 0 ? "*" : rules.Count > HostsMax && hosts.Count == HostsMax ? $"{text} + {rules.Count - HostsMax} more..." : text;
    }

    private static string Addresses(JsonObject item) => string.Join(
        ',',
        item.Objects("status", "loadBalancer", "ingress").Select(one => one.Text("ip") is { Length: > 0 } ip ? ip : one.Text("hostname") ?? "").Where(one => one.Length > 0).Distinct().Order(StringComparer.Ordinal));

    private static string? Parameters(JsonObject item) => item.At("spec", "parameters") is not JsonObject parameters ? null
        : parameters.Text("apiGroup") is { } group ? $"{parameters.Text("kind")}.{group}/{parameters.Text("name")}"
        : $"{parameters.Text("kind")}/{parameters.Text("name")}";

    private static string? Parent(JsonObject item)
    {
        if (item.At("spec", "parentRef") is not JsonObject parent)
        {
            return null;
        }

        var resource = parent.Text("group") is { Length: > 0 } group ? $"{parent.Text("resource")}.{group}" : parent.Text("resource");
        return parent.Text("namespace") is { Length: > 0 } inside ? $"{resource}/{inside}/{parent.Text("name")}" : $"{resource}/{parent.Text("name")}";
    }
}
