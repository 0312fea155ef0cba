using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Addresses and ranges that are written in other than their one form.</summary>
internal static class AddressWarnings
{
    /// <summary>An address. One of four parts that is written otherwise is none.</summary>
    public static IEnumerable<string> Address(FieldText at, string? text) =>
        text is null || !text.Contains(':', StringComparison.Ordinal) || !NetworkNames.TryAddress(text, out var address) ? []
        : address.IsIPv4MappedToIPv6
            ? [$"{at.ToString()}: non-standard IP address {GoText.Quoted(text)} will be considered invalid in a future Kubernetes release: use \"{address.MapToIPv4()}\""]
        : address.ToString() != text ? [$"{at.ToString()}: IPv6 address {GoText.Quoted(text)} should be in RFC 5952 canonical format (\"{address}\")"]
        : [];

    /// <summary>The addresses of a list of texts.</summary>
    public static IEnumerable<string> Addresses(JsonNode? owner, string list, string at) => Texts(owner, list, at, Address);

    /// <summary>The ranges of a list of texts.</summary>
    public static IEnumerable<string> Ranges(JsonNode? owner, string list, string at) => Texts(owner, list, at, Range);

    /// <summary>The addresses that members of a list's objects say.</summary>
    public static IEnumerable<string> AddressesOf(JsonNode? owner, string list, string at, string member)
    {
        foreach (var (item, path) in Paths.Numbered(owner, list, at))
        {
            foreach (var warning in Address($"{path}.{member}", item.Text(member)))
            {
                yield return warning;
            }
        }
    }

    /// <summary>A range, whose bits beyond the prefix may mean its network or the one address.</summary>
    public static IEnumerable<string> Range(FieldText at, string? text)
    {
        if (text is null || !NetworkNames.TryRange(text, out var address, out var bits))
        {
            return [];
        }

        var network = NetworkNames.Masked(address, bits);
        var isAmbiguous = !network.Equals(address);
        IEnumerable<string> ambiguous = isAmbiguous
            ? [$"{at.ToString()}: CIDR value {GoText.Quoted(text)} is ambiguous in this context (should be \"{Shown(network, bits)}\" or \"{Plain(address)}/{BitsOf(address)}\"?)"]
            : [];
        IEnumerable<string> form = address.IsIPv4MappedToIPv6
            ? [$"{at.ToString()}: non-standard CIDR value {GoText.Quoted(text)} will be considered invalid in a future Kubernetes release: use \"{Shown(network, bits)}\""]
            : !isAmbiguous && $"{address}/{bits}" != text
                ? [$"{at.ToString()}: IPv6 CIDR value {GoText.Quoted(text)} should be in RFC 5952 canonical format (\"{address}/{bits}\")"]
            : [];
        return Warnings.All(ambiguous, form);
    }

    private static IEnumerable<string> Texts(JsonNode? owner, string list, string at, Func<FieldText, string?, IEnumerable<string>> rule)
    {
        for (var index = 0; owner.At(list) is JsonArray texts && index < texts.Count; index++)
        {
            foreach (var warning in rule(new ElementPath(at, list, index), texts[index].Text()))
            {
                yield return warning;
            }
        }
    }

    private static int BitsOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Shown(IPAddress network, int bits) => network.IsIPv4MappedToIPv6 ? $"{network.MapToIPv4()}/{bits - 96}" : $"{network}/{bits}";
}
