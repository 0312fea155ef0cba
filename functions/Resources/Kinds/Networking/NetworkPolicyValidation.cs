using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Networking;

/// <summary>Rules of network policies.</summary>
internal static class NetworkPolicyValidation
{
    private const string PortMessage = "must be between 1 and 65535, inclusive";

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"] as JsonObject ?? [];
        return SelectorValidation.Validate(spec["podSelector"], "spec.podSelector")
            .Concat(Paths.Numbered(spec, "ingress", "spec").SelectMany(rule => Rule(rule.Item, rule.At, "from")))
            .Concat(Paths.Numbered(spec, "egress", "spec").SelectMany(rule => Rule(rule.Item, rule.At, "to")))
            .Concat(Types(spec));
    }

    private static IEnumerable<FieldError> Types(JsonObject spec) => spec.Texts("policyTypes").Count() > 2
        ? [Faults.Invalid("spec.policyTypes", spec["policyTypes"], "may not specify more than two policyTypes")]
        : Choices.Numbered(spec, "policyTypes", "spec").SelectMany(one => Choices.OneOf(one.At, one.Text, "Ingress", "Egress"));

    private static IEnumerable<FieldError> Rule(JsonObject rule, string at, string peers) =>
        Paths.Numbered(rule, "ports", at).SelectMany(port => Port(port.Item, port.At))
            .Concat(Paths.Numbered(rule, peers, at).SelectMany(peer => Peer(peer.Item, peer.At)));

    private static IEnumerable<FieldError> Port(JsonObject port, string at)
    {
        var errors = Choices.OneOfIfSet($"{at}.protocol", port.Text("protocol"), "TCP", "UDP", "SCTP");
        var last = port.Integer("endPort");
        if (port.Text("port") is { } name)
        {
            return errors.Concat(last is null ? [] : [Faults.Invalid($"{at}.endPort", last, "may not be specified when `port` is non-numeric")])
                .Concat(Faults.Each($"{at}.port", name, NameRules.PortNameFaults(name)));
        }

        return port.Integer("port") is { } first ? errors.Concat(Span(first, last, at))
            : errors.Concat(last is null ? [] : [Faults.Invalid($"{at}.endPort", last, "may not be specified when `port` is not specified")]);
    }

    private static IEnumerable<FieldError> Span(long first, long? last, string at)
    {
        if (!ContainerPortValidation.IsPort(first))
        {
            yield return Faults.Invalid($"{at}.port", first, PortMessage);
        }

        if (last < first)
        {
            yield return Faults.Invalid($"{at}.endPort", last, "must be greater than or equal to `port`");
        }

        if (last is not null && !ContainerPortValidation.IsPort(last))
        {
            yield return Faults.Invalid($"{at}.endPort", last, PortMessage);
        }
    }

    private static IEnumerable<FieldError> Peer(JsonObject peer, string at)
    {
        var errors = SelectorValidation.Validate(peer["podSelector"], $"{at}.podSelector")
            .Concat(SelectorValidation.Validate(peer["namespaceSelector"], $"{at}.namespaceSelector"))
            .Concat(peer["ipBlock"] is JsonObject block ? Block(block, $"{at}.ipBlock") : []);
        var hasSelector = peer["podSelector"] is not null || peer["namespaceSelector"] is not null;
        return (hasSelector, peer["ipBlock"] is not null) switch
        {
            (false, false) => errors.Append(Faults.Required(at, "must specify a peer")),
            (true, true) => errors.Append(Faults.Forbidden(at, "may not specify both ipBlock and another peer")),
            _ => errors,
        };
    }

    private static IEnumerable<FieldError> Block(JsonObject block, string at)
    {
        var range = block.Text("cidr") ?? "";
        if (range.Length == 0)
        {
            return [Faults.Required($"{at}.cidr")];
        }

        return NetworkNames.TryRange(range, out var address, out var bits)
            ? Choices.Numbered(block, "except", at).SelectMany(one => !NetworkNames.TryRange(one.Text, out var hole, out var holeBits) ? NetworkNames.Range(one.At, one.Text)
                : NetworkNames.Contains(address, bits, hole) && holeBits > bits ? []
                : [Faults.Invalid(one.At, one.Text, "must be a strict subset of `cidr`")])
            : NetworkNames.Range($"{at}.cidr", range);
    }
}
