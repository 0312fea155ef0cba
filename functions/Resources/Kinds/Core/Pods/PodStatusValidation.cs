using System.Net.Sockets;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of what is said of a pod.</summary>
internal static class PodStatusValidation
{
    private const string OneOfEachFamily = "may specify no more than one IP for each IP family";

    private static readonly string[] OfSystem = ["PodScheduled", "Ready", "Initialized"];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject old, DateTimeOffset now)
    {
        var (status, before) = (item["status"], old["status"]);
        return Conditions(status)
            .Concat(Nominated(status.Text("nominatedNodeName") ?? "", before.Text("nominatedNodeName") ?? ""))
            .Concat((status.Text("qosClass") ?? "") == (before.Text("qosClass") ?? "") ? [] : [Faults.Immutable("status.qosClass", status.At("qosClass"))])
            .Concat(ContainerStateValidation.Validate(item, old))
            .Concat(Claims(item))
            .Concat(Addresses(status, "podIPs"))
            .Concat(HostAddress(status))
            .Concat(Addresses(status, "hostIPs"));
    }

    /// <summary>Kubernetes tells of conditions as if they were metadata.</summary>
    private static IEnumerable<FieldError> Conditions(JsonNode? status) =>
        from condition in Paths.Numbered(status, "conditions", "metadata")
        let type = condition.Item.Text("type") ?? ""
        where !OfSystem.Contains(type)
        from fault in NameRules.QualifiedNameFaults(type)
        select Faults.Invalid($"{condition.At}.Type", type, fault);

    private static IEnumerable<FieldError> Nominated(string node, string before) =>
        node.Length == 0 || node == before ? [] : Faults.Each("status.nominatedNodeName", node, NameRules.SubdomainFaults(node));

    private static IEnumerable<FieldError> Claims(JsonObject item)
    {
        // The spec of a pod without claims is not looked at: it is stored again as it is.
        HashSet<string>? known = null;
        var seen = new HashSet<string>();
        foreach (var (claim, at) in Paths.Numbered(item["status"], "resourceClaimStatuses", "status"))
        {
            known ??= [.. item.Objects("spec", "resourceClaims").Select(one => one.Text("name") ?? "")];
            var name = claim.Text("name") ?? "";
            if (!known.Contains(name))
            {
                yield return Faults.Invalid($"{at}.name", name, "must match the name of an entry in `spec.resourceClaims`");
            }

            if (!seen.Add(name))
            {
                yield return Faults.Duplicate($"{at}.name", name);
            }

            foreach (var error in claim.Text("resourceClaimName") is { } given ? Faults.Each($"{at}.name", given, NameRules.SubdomainFaults(given)) : [])
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> HostAddress(JsonNode? status)
    {
        var first = status.Objects("hostIPs").FirstOrDefault();
        return first is not null && (first.Text("ip") ?? "") != (status.Text("hostIP") ?? "") ? [Faults.Invalid("status.hostIPs[0].ip", first.Text("ip") ?? "", "must be equal to `hostIP`")] : [];
    }

    /// <summary>Addresses, of each family one at most.</summary>
    private static IEnumerable<FieldError> Addresses(JsonNode? status, string list)
    {
        var all = Paths.Numbered(status, list, "status").ToList();
        var (families, seen) = (new HashSet<AddressFamily>(), new HashSet<string>());
        foreach (var (one, at) in all)
        {
            var text = one.Text("ip") ?? "";
            if (!NetworkNames.TryAddress(text, out var address))
            {
                yield return Faults.Invalid(at, text, NetworkNames.AddressMessage);
            }
            else
            {
                families.Add(address.AddressFamily);
            }

            if (!seen.Add(text))
            {
                yield return Faults.Duplicate(at, one.DeepClone());
            }
        }

        if (all.Count > 1 && (families.Count != 2 || all.Count > 2))
        {
            yield return Faults.Invalid($"status.{list}", status.At(list)?.DeepClone(), OneOfEachFamily);
        }
    }
}
