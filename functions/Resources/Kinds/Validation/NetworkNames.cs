using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>Addresses, ranges and host names.</summary>
internal static partial class NetworkNames
{
    /// <summary>Said of what is no address.</summary>
    public const string AddressMessage = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

    private const string RangeMessage = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    private const string WildcardMessage =
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    /// <summary>What is wrong with an address that has to be written in its one form.</summary>
    public static IEnumerable<string> AddressFaults(string text)
    {
        if (!TryAddress(text, out var address))
        {
            return [HasLeadingZeros(text) ? "must not have leading 0s" : AddressMessage];
        }

        return address.IsIPv4MappedToIPv6 ? ["must not be an IPv4-mapped IPv6 address"]
            : address.ToString() != text ? [$"must be in canonical form (\"{address}\")"]
            : [];
    }

    /// <summary>Whether a text is an address of four or six; forms that only some parsers take are none.</summary>
    public static bool TryAddress(string text, out IPAddress address)
    {
        address = IPAddress.None;
        return !text.Contains('%', StringComparison.Ordinal)
            && (text.Contains(':', StringComparison.Ordinal) ? !text.Contains('[', StringComparison.Ordinal) : text.Split('.').Length == 4 && !HasLeadingZeros(text))
            && IPAddress.TryParse(text, out address!);
    }

    /// <summary>Why an address, written as in the text, leads to no single machine of a network, or null.</summary>
    public static string? SpecialFault(string text, IPAddress address)
    {
        var ip = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = ip.GetAddressBytes();
        var isFour = bytes.Length == 4;
        return ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any) ? $"may not be unspecified ({text})"
            : IPAddress.IsLoopback(ip) ? "may not be in the loopback range (127.0.0.0/8, ::1/128)"
            : (isFour ? bytes is [169, 254, ..] : ip.IsIPv6LinkLocal) ? "may not be in the link-local range (169.254.0.0/16, fe80::/10)"
            : (isFour ? bytes is [224, 0, 0, _] : bytes[0] == 0xFF && (bytes[1] & 0x0F) == 2) ? "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"
            : null;
    }

    /// <summary>Whether a text is a range; answers its first address, as given, and its bits.</summary>
    public static bool TryRange(string text, out IPAddress address, out int bits)
    {
        (address, bits) = (IPAddress.None, 0);
        return text.Split('/') is [var first, var length]
            && TryAddress(first, out address)
            && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out bits)
            && length == bits.ToString(CultureInfo.InvariantCulture)
            && bits <= (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
    }

    /// <summary>A range, or what is wrong with it.</summary>
    public static IEnumerable<FieldError> Range(string field, string text) =>
        TryRange(text, out _, out _) ? [] : [Faults.Invalid(field, text, RangeMessage)];

    /// <summary>A range that has no bits beyond its prefix.</summary>
    public static IEnumerable<FieldError> StrictRange(string field, string text)
    {
        if (!TryRange(text, out var address, out var bits))
        {
            return [Faults.Invalid(field, text, RangeMessage)];
        }

        return Contains(address, bits, address) && Masked(address, bits).Equals(address)
            ? []
            : [Faults.Invalid(field, text, "must not have bits set beyond the prefix length")];
    }

    /// <summary>Whether a range holds an address.</summary>
    public static bool Contains(IPAddress range, int bits, IPAddress address) =>
        range.AddressFamily == address.AddressFamily && Masked(range, bits).Equals(Masked(address, bits));

    /// <summary>What is wrong with the host of a rule, which may begin with a wildcard.</summary>
    public static IEnumerable<string> HostFaults(string host)
    {
        if (!host.Contains('*', StringComparison.Ordinal))
        {
            return NameRules.SubdomainFaults(host);
        }

        IEnumerable<string> length = host.Length > 253 ? ["must be no more than 253 bytes"] : [];
        return Wildcard().IsMatch(host) ? length : length.Append(WildcardMessage);
    }

    private static bool HasLeadingZeros(string text) => text.Split('.') is { Length: 4 } parts && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit)) && parts.Any(part => part.Length > 1 && part[0] == '0');

    /// <summary>The first address of a range.</summary>
    public static IPAddress Masked(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var index = 0; index < bytes.Length; index++)
        {
            var kept = Math.Clamp(bits - (index * 8), 0, 8);
            bytes[index] &= (byte)(0xFF << (8 - kept));
        }

        return new IPAddress(bytes);
    }

    [GeneratedRegex(@"\A\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Wildcard();
}
