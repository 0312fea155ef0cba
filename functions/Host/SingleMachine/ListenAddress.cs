using System.Net;

namespace CloudOrchestrator.Host.SingleMachine;

/// <summary>Parses <c>--listen</c>.</summary>
internal static class ListenAddress
{
    /// <summary>An IP address and a port such as <c>127.0.0.1:6443</c> or <c>[::1]:6443</c>.</summary>
    /// <exception cref="StartException">It is something else.</exception>
    public static IPEndPoint Parse(string value)
    {
        var colon = value.LastIndexOf(':');
        if (colon > 0
            && IPAddress.TryParse(value[..colon].Trim('[', ']'), out var address)
            && ushort.TryParse(value[(colon + 1)..], out var port))
        {
            return new IPEndPoint(address, port);
        }

        throw new StartException($"--listen {value}: not an IP address and port such as 127.0.0.1:6443.");
    }
}
