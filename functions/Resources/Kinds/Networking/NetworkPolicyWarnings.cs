using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Networking;

/// <summary>What writers of network policies are warned of: ranges that may not be meant so.</summary>
internal static class NetworkPolicyWarnings
{
    public static IEnumerable<string> Of(JsonObject item, JsonObject? old) => Peers(item["spec"], "ingress", "from").Concat(Peers(item["spec"], "egress", "to"));

    private static IEnumerable<string> Peers(JsonNode? spec, string rules, string peers) =>
        Paths.Numbered(spec, rules, "spec").SelectMany(rule => Paths.Numbered(rule.Item, peers, rule.At))
            .SelectMany(static peer => peer.Item["ipBlock"] is JsonObject block ? Block(block, $"{peer.At}.ipBlock") : []);

    private static IEnumerable<string> Block(JsonObject block, string at) =>
        Warnings.All(AddressWarnings.Range($"{at}.cidr", block.Text("cidr")), AddressWarnings.Ranges(block, "except", at));
}
