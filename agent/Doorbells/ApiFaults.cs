using System.Net.Sockets;
using System.Text.Json;
using k8s;
using k8s.Autorest;

namespace CloudOrchestrator.Doorbells;

/// <summary>Which exceptions of the client library mean that the API did not do what it was asked.</summary>
public static class ApiFaults
{
    /// <summary>Whether it does; never where the caller gave up itself.</summary>
    public static bool Is(Exception exception, CancellationToken cancellationToken) => !cancellationToken.IsCancellationRequested && IsAny(exception);

    /// <summary>Whether it does, or is how a call ends whose caller gave up: a line that is cut just then fails before the cancellation is seen.</summary>
    public static bool IsAny(Exception exception) =>
        exception is HttpOperationException or HttpRequestException or IOException or SocketException or KubernetesException or OperationCanceledException or JsonException;

    /// <summary>The exception in one line.</summary>
    public static string Words(Exception exception) => exception switch
    {
        HttpOperationException { Response: { } response } => $"{(int)response.StatusCode} {response.Content}",
        { InnerException: { } inner } => Words(inner),
        _ => exception.Message,
    };
}
