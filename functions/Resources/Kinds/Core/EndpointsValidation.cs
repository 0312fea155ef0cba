using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Rules of Endpoints.</summary>
internal static class EndpointsValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old) =>
        item.Objects("subsets").Select((subset, index) => (subset, $"subsets[{index}]")).SelectMany(one => Subset(one.subset, one.Item2));

    private static IEnumerable<FieldError> Subset(JsonObject subset, string at)
    {
        if (!subset.Objects("addresses").Any() && !subset.Objects("notReadyAddresses").Any())
        {
            yield return Faults.Required(at, "must specify `addresses` or `notReadyAddresses`");
        }

        var isNameRequired = subset.Objects("ports").Count() > 1;
        var errors = Paths.Numbered(subset, "addresses", at).Concat(Paths.Numbered(subset, "notReadyAddresses", at)).SelectMany(one => Address(one.Item, one.At))
            .Concat(Paths.Numbered(subset, "ports", at).SelectMany(one => Port(one.Item, one.At, isNameRequired)));
        foreach (var error in errors)
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Address(JsonObject address, string at)
    {
        var text = address.Text("ip") ?? "";
        var isAddress = IPAddress.TryParse(text, out var ip);
        if (!isAddress)
        {
            yield return Faults.Invalid($"{at}.ip", text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }

        foreach (var (name, rule) in new[] { ("hostname", (Func<string, IEnumerable<string>>)NameRules.LabelFaults), ("nodeName", NameRules.SubdomainFaults) })
        {
            if (address.Text(name) is { Length: > 0 } value)
            {
                foreach (var error in Faults.Each($"{at}.{name}", value, rule(value)))
                {
                    yield return error;
                }
            }
        }

        if (isAddress && NetworkNames.SpecialFault(text, ip!) is { } special)
        {
            yield return Faults.Invalid($"{at}.ip", text, special);
        }
    }

    private static IEnumerable<FieldError> Port(JsonObject port, string at, bool isNameRequired)
    {
        var name = port.Text("name") ?? "";
        IEnumerable<FieldError> named = name.Length > 0 ? Faults.Each($"{at}.name", name, NameRules.LabelFaults(name)) : isNameRequired ? [Faults.Required($"{at}.name")] : [];
        foreach (var error in named)
        {
            yield return error;
        }

        if (!ContainerPortValidation.IsPort(port.Integer("port")))
        {
            yield return Faults.Invalid($"{at}.port", port["port"]?.DeepClone() ?? 0, "must be between 1 and 65535, inclusive");
        }

        if (port.Text("protocol") is not ("TCP" or "UDP" or "SCTP"))
        {
            yield return Faults.NotSupported($"{at}.protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
        }

        if (port.Text("appProtocol") is { } application)
        {
            foreach (var error in Faults.Each($"{at}.appProtocol", application, NameRules.QualifiedNameFaults(application)))
            {
                yield return error;
            }
        }
    }
}
