using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CloudOrchestrator.LocalAzure.Functions.Processes;

/// <summary>Finds the port that a handler is told to listen on.</summary>
/// <remarks>
/// Below the range that the system draws from for port 0 and for outgoing connections (32768 on, on Linux), so that nobody who lets the
/// system choose is given it before the handler listens.
/// </remarks>
public static class FreePort
{
    private const int From = 10_000;
    private const int To = 30_000;

    /// <summary>One that is free.</summary>
    public static int Find() => Keep(0);

    /// <summary>The port it had before, if it is still free, else another.</summary>
    public static int Keep(int before)
    {
        var port = before;
        while (port == 0 || !IsFree(port))
        {
            port = RandomNumberGenerator.GetInt32(From, To);
        }

        return port;
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
