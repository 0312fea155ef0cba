using System.Net;
using System.Net.Sockets;

namespace CloudOrchestrator.Agent.Commands;

/// <summary>This machine's address.</summary>
internal static class MachineAddress
{
    /// <summary>The address from which the machine would talk to the world; loopback if it has no way there.</summary>
    public static IPAddress OfDefaultRoute()
    {
        try
        {
            // Connecting a datagram socket sends nothing; it only picks a route. The address is one reserved for documentation.
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(IPAddress.Parse("192.0.2.1"), 9);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return IPAddress.Loopback;
        }
    }
}
