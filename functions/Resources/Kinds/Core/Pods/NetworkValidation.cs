using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of a pod's names and resolvers.</summary>
internal static class NetworkValidation
{
    private const int NameserversMax = 3;
    private const int SearchesMax = 32;
    private const int SearchLettersMax = 2048;

    /// <param name="spec">The pod's spec.</param>
    /// <param name="field">Its path.</param>
    public static IEnumerable<FieldError> Resolver(JsonObject spec, string field)
    {
        var config = spec["dnsConfig"];
        if (config is null && spec.Text("dnsPolicy") != "None")
        {
            return [];
        }

        var at = $"{field}.dnsConfig";
        var servers = Choices.Numbered(config, "nameservers", at).ToList();
        if (spec.Text("dnsPolicy") == "None" && servers.Count == 0)
        {
            return
            [
                config is null
                    ? Faults.Required(at, "must provide `dnsConfig` when `dnsPolicy` is None")
                    : Faults.Required($"{at}.nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None"),
            ];
        }

        var surplus = servers.Count > NameserversMax ? [Faults.Invalid($"{at}.nameservers", config.At("nameservers")?.DeepClone(), $"must not have more than {NameserversMax} nameservers")] : Enumerable.Empty<FieldError>();
        return surplus.Concat(servers.SelectMany(server => Address(server.Text, server.At))).Concat(Searches(config, at)).Concat(Options(config, at));
    }

    /// <param name="spec">The pod's spec.</param>
    /// <param name="field">Its path.</param>
    public static IEnumerable<FieldError> HostAliases(JsonObject spec, string field) =>
        Paths.Numbered(spec, "hostAliases", field)
            .SelectMany(one => Address(one.Item.Text("ip") ?? "", $"{one.At}.ip")
                .Concat(Choices.Numbered(one.Item, "hostnames", one.At).SelectMany(name => Faults.Each(name.At, name.Text, NameRules.SubdomainFaults(name.Text)))));

    private static IEnumerable<FieldError> Searches(JsonNode? config, string at)
    {
        var searches = Choices.Numbered(config, "searches", at).ToList();
        if (searches.Count > SearchesMax)
        {
            yield return Faults.Invalid($"{at}.searches", config.At("searches")?.DeepClone(), $"must not have more than {SearchesMax} search paths");
        }

        if (searches.Sum(search => search.Text.Length + 1) - 1 > SearchLettersMax)
        {
            yield return Faults.Invalid($"{at}.searches", config.At("searches")?.DeepClone(), $"must not have more than {SearchLettersMax} characters (including spaces) in the search list");
        }

        // A dot at the end says that the name is whole, and a dot alone that names are tried as they are.
        foreach (var (text, where) in searches.Where(search => search.Text != "."))
        {
            var name = text.EndsWith('.') ? text[..^1] : text;
            foreach (var error in Faults.Each(where, name, NameRules.SearchFaults(name)))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<FieldError> Options(JsonNode? config, string at) =>
        Paths.Numbered(config, "options", at).Where(option => string.IsNullOrEmpty(option.Item.Text("name"))).Select(option => Faults.Required(option.At, "must not be empty"));

    private static IEnumerable<FieldError> Address(string text, string at) => NetworkNames.TryAddress(text, out _) ? [] : [Faults.Invalid(at, text, NetworkNames.AddressMessage)];
}
