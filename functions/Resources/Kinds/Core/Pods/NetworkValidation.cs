using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of a pod's names and resolvers.</summary>
internal static class NetworkValidation
{
    private const int NameserversMax = 3;
    private const int SearchesMax = 32;

    public static IEnumerable<FieldError> Validate(JsonObject spec, string field)
    {
        var policy = spec.Text("dnsPolicy");
        if (policy is not ("ClusterFirstWithHostNet" or "ClusterFirst" or "Default" or "None"))
        {
            yield return Faults.NotSupported($"{field}.dnsPolicy", policy, "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        }

        var at = $"{field}.dnsConfig";
        var servers = spec.Texts("dnsConfig", "nameservers").ToList();
        if (policy == "None" && servers.Count == 0)
        {
            yield return spec["dnsConfig"] is null
                ? Faults.Required(at, "must provide `dnsConfig` when `dnsPolicy` is None")
                : Faults.Required($"{at}.nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None");
        }

        if (servers.Count > NameserversMax)
        {
            yield return Faults.Invalid($"{at}.nameservers", spec.At("dnsConfig", "nameservers")?.DeepClone(), $"must not have more than {NameserversMax} nameservers");
        }

        foreach (var (server, index) in servers.Select((server, index) => (server, index)).Where(one => !IPAddress.TryParse(one.server, out _)))
        {
            yield return Faults.Invalid($"{at}.nameservers[{index}]", server, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }

        if (spec.Texts("dnsConfig", "searches").Count() > SearchesMax)
        {
            yield return Faults.Invalid($"{at}.searches", spec.At("dnsConfig", "searches")?.DeepClone(), $"must not have more than {SearchesMax} search paths");
        }

        foreach (var (alias, where) in Paths.Numbered(spec, "hostAliases", field))
        {
            if (!IPAddress.TryParse(alias.Text("ip"), out _))
            {
                yield return Faults.Invalid($"{where}.ip", alias.Text("ip") ?? "", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
            }

            foreach (var error in alias.Texts("hostnames").SelectMany(name => Faults.Each($"{where}.hostnames", name, NameRules.SubdomainFaults(name))))
            {
                yield return error;
            }
        }
    }
}
