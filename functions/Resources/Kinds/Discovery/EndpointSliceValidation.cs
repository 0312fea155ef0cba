using System.Net.Sockets;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Discovery;

/// <summary>Rules of slices of endpoints.</summary>
internal static class EndpointSliceValidation
{
    private const int AddressesMax = 100;
    private const int EndpointsMax = 1000;
    private const int PortsMax = 20_000;
    private const int HintsMax = 8;

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var type = item.Text("addressType") ?? "";
        return (type.Length == 0 ? [Faults.Required("addressType")] : Choices.OneOf("addressType", type, "FQDN", "IPv4", "IPv6"))
            .Concat(Endpoints(item, type))
            .Concat(Ports(item));
    }

    private static IEnumerable<FieldError> Endpoints(JsonObject item, string type)
    {
        var count = item.Objects("endpoints").Count();
        return count > EndpointsMax
            ? [Faults.TooMany("endpoints", count, EndpointsMax)]
            : item.Objects("endpoints").SelectMany((endpoint, index) => Endpoint(endpoint, $"endpoints[{index}]", type));
    }

    private static IEnumerable<FieldError> Endpoint(JsonObject endpoint, string at, string type)
    {
        var (count, node, host) = (endpoint.Texts("addresses").Count(), endpoint.Text("nodeName"), endpoint.Text("hostname"));
        return (count == 0 ? [Faults.Required($"{at}.addresses", "must contain at least 1 address")] : Choices.AtMost($"{at}.addresses", count, AddressesMax))
            .Concat(Choices.Numbered(endpoint, "addresses", at).SelectMany(address => Address(address.At, address.Text, type)))
            .Concat(node is null ? [] : Faults.Each($"{at}.nodeName", node, NameRules.SubdomainFaults(node)))
            .Concat(MetadataValidation.Labels(endpoint["deprecatedTopology"], $"{at}.deprecatedTopology"))
            .Concat(host is null ? [] : Faults.Each($"{at}.hostname", host, NameRules.LabelFaults(host)))
            .Concat(Hints(endpoint, at));
    }

    private static IEnumerable<FieldError> Hints(JsonObject endpoint, string at)
    {
        foreach (var list in new[] { "forZones", "forNodes" })
        {
            var count = endpoint.Objects("hints", list).Count();
            var names = new HashSet<string>();
            foreach (var error in Choices.AtMost($"{at}.hints.{list}", count, HintsMax))
            {
                yield return error;
            }

            foreach (var (hint, where) in Paths.Numbered(endpoint["hints"], list, $"{at}.hints"))
            {
                var name = hint.Text("name") ?? "";
                if (!names.Add(name))
                {
                    yield return Faults.Duplicate($"{where}.name", name);
                }

                foreach (var error in Faults.Each($"{where}.name", name, list == "forZones" ? NameRules.LabelValueFaults(name) : NameRules.SubdomainFaults(name)))
                {
                    yield return error;
                }
            }
        }
    }

    private static IEnumerable<FieldError> Address(string at, string text, string type) => type switch
    {
        "IPv4" => OfFamily(at, text, AddressFamily.InterNetwork, "must be an IPv4 address"),
        "IPv6" => OfFamily(at, text, AddressFamily.InterNetworkV6, "must be an IPv6 address"),
        "FQDN" => SegmentNames.Domain(at, text),
        _ => [],
    };

    private static IEnumerable<FieldError> OfFamily(string at, string text, AddressFamily family, string message) =>
        !NetworkNames.TryAddress(text, out var address) ? [Faults.Invalid(at, text, NetworkNames.AddressMessage)]
        : address.AddressFamily != family ? [Faults.Invalid(at, text, message)]
        : NetworkNames.SpecialFault(text, address) is { } special ? [Faults.Invalid(at, text, special)]
        : [];

    private static IEnumerable<FieldError> Ports(JsonObject item)
    {
        var names = new HashSet<string>();
        var count = item.Objects("ports").Count();
        if (count > PortsMax)
        {
            yield return Faults.TooMany("ports", count, PortsMax);
            yield break;
        }

        foreach (var (port, index) in item.Objects("ports").Select((port, index) => (port, index)))
        {
            var (at, name, protocol) = ($"ports[{index}]", port.Text("name") ?? "", port.Text("appProtocol"));
            foreach (var error in name.Length == 0 ? [] : Faults.Each($"{at}.name", name, NameRules.LabelFaults(name)))
            {
                yield return error;
            }

            if (!names.Add(name))
            {
                yield return Faults.Duplicate($"{at}.name", name);
            }

            var errors = Choices.OneOf($"{at}.protocol", port.Text("protocol"), "SCTP", "TCP", "UDP")
                .Concat(protocol is null ? [] : Faults.Each($"{at}.appProtocol", protocol, NameRules.QualifiedNameFaults(protocol)));
            foreach (var error in errors)
            {
                yield return error;
            }
        }
    }
}
