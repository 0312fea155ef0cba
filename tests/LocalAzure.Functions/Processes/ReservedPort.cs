using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CloudOrchestrator.LocalAzure.Functions.Processes;

/// <summary>A port that a handler is told to listen on: free when it was found, and nobody else's here until it is disposed.</summary>
/// <remarks>
/// Below the range that the system draws from for port 0 and for outgoing connections (32768 on, on Linux), so that nobody who lets the
/// system choose is given it before the handler listens. Between the look and the handler's listening nothing in TCP keeps two of us from the same port,
/// and the probe of the one that loses takes the other's handler for its own; so whoever has a port holds an abstract socket with its number, of which the
/// kernel allows one, in whichever process.
/// </remarks>
public sealed class ReservedPort : IDisposable
{
    private const int From = 10_000;
    private const int To = 30_000;

    private readonly Socket _mark;

    private ReservedPort(int number, Socket mark) => (Number, _mark) = (number, mark);

    public int Number { get; }

    /// <summary>Any one.</summary>
    public static ReservedPort Find()
    {
        while (true)
        {
            if (TryTake(RandomNumberGenerator.GetInt32(From, To)) is { } port)
            {
                return port;
            }
        }
    }

    /// <summary>This one; null if somebody has it, or listens on it.</summary>
    public static ReservedPort? TryTake(int number)
    {
        var mark = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            mark.Bind(new UnixDomainSocketEndPoint($"\0cloudorchestrator-port-{number}"));
            if (IsFree(number))
            {
                return new ReservedPort(number, mark);
            }
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            // Somebody else's.
        }
        catch
        {
            mark.Dispose();
            throw;
        }

        mark.Dispose();
        return null;
    }

    /// <summary>Whether nobody listens on it.</summary>
    public bool IsFree() => IsFree(Number);

    public void Dispose() => _mark.Dispose();

    private static bool IsFree(int number)
    {
        using var listener = new TcpListener(IPAddress.Loopback, number);
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
