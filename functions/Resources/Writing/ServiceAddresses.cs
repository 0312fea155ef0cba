using System.Buffers.Binary;
using System.Net;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>The addresses of services.</summary>
internal static class ServiceAddresses
{
    /// <summary>10.96.0.0, the range's first address, of 2^20.</summary>
    private const uint First = 0x0A600000;

    private const uint Count = 1 << 20;

    /// <summary>The first ten are left to the cluster's own services.</summary>
    private const uint Reserved = 10;

    public static string FirstFree(IReadOnlySet<string?> taken)
    {
        for (var offset = Reserved; offset < Count - 1; offset++)
        {
            var octets = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(octets, First + offset);
            var address = new IPAddress(octets).ToString();
            if (!taken.Contains(address))
            {
                return address;
            }
        }

        return "";
    }
}
