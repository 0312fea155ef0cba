using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace CloudOrchestrator.Resources.Writing.Services;

/// <summary>The addresses of services.</summary>
internal static class ServiceAddresses
{
    public const string Range = "10.96.0.0/12";

    /// <summary>10.96.0.0, the range's first address.</summary>
    private const uint First = 0x0A600000;

    /// <summary>How many the range has.</summary>
    private const uint Count = 1 << 20;

    /// <summary>The first 256 are left to services that ask for an address by name.</summary>
    private const uint Reserved = 256;

    /// <summary>How many places are tried before the range counts as full.</summary>
    private const uint TriesMax = 4096;

    /// <summary>Whether a text is an IPv4 address in its one usual form.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == text;

    public static bool IsInRange(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes()) - First is > 0 and < Count - 1;

    /// <summary>A free address, sought from a place that the seed gives, so that services made at once rarely meet; null when none is found.</summary>
    public static string? Pick(uint seed, Func<string, bool> isTaken)
    {
        const uint places = Count - Reserved - 1;
        for (uint tries = 0; tries < TriesMax; tries++)
        {
            var octets = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(octets, First + Reserved + ((seed + tries) % places));
            var address = new IPAddress(octets).ToString();
            if (!isTaken(address))
            {
                return address;
            }
        }

        return null;
    }
}
