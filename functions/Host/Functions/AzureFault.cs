using System.Text.Json;
using System.Xml;
using Azure;
using Azure.Identity;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Host.Functions;

/// <summary>A failed request to a service of Azure, in one line: what the SDK throws has many, with all headers.</summary>
internal static class AzureFault
{
    /// <summary>Whether this is a fault of the service, the way to it, or the right to use it.</summary>
    public static bool Is(Exception fault, CancellationToken cancellationToken) =>
        fault is RequestFailedException or AuthenticationFailedException or AggregateException or IOException or JsonException or XmlException
        || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>What to throw instead.</summary>
    /// <param name="place">What was asked.</param>
    /// <param name="role">The role that an identity needs there.</param>
    /// <param name="fault">What went wrong.</param>
    public static StoreException InWords(Uri place, string role, Exception fault)
    {
        // After several attempts the SDK throws them all together; the last says enough.
        var last = fault is AggregateException { InnerExceptions: [.., var inner] } ? inner : fault;
        var words = last switch
        {
            AuthenticationFailedException => $"no identity of this environment gives a token for it: {FirstLine(last)}",
            RequestFailedException { Status: 401 or 403 } refused => $"it refuses the credentials ({refused.ErrorCode}): the key is wrong, or the identity lacks the role {role}.",
            RequestFailedException { Status: 0 } or IOException => $"it cannot be reached: {FirstLine(last)}",
            RequestFailedException failed => $"it answered {failed.Status} {failed.ErrorCode}.",
            JsonException or XmlException => "its answer cannot be read: it is not what it should be.",
            OperationCanceledException => "it did not answer in time.",
            _ => FirstLine(last),
        };
        return new StoreException($"{place.GetLeftPart(UriPartial.Path)}: {words}");
    }

    private static string FirstLine(Exception fault) => fault.Message.Split('\n')[0].TrimEnd();
}
