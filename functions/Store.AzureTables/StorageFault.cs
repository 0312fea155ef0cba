using Azure;
using Azure.Identity;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>A failed request in words: what is wrong and where.</summary>
internal static class StorageFault
{
    /// <summary>Whether this is a fault of the account, the way to it, or the right to use it.</summary>
    public static bool Is(Exception fault, CancellationToken cancellationToken) =>
        fault is RequestFailedException or AuthenticationFailedException or AggregateException or IOException
        || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <param name="place">The address of the table or container.</param>
    /// <param name="fault">What the SDK threw.</param>
    public static StoreException Of(Uri place, Exception fault)
    {
        // After several attempts the SDK throws them all together; the last says enough.
        var last = fault is AggregateException { InnerExceptions: [.., var inner] } ? inner : fault;
        var words = last switch
        {
            AuthenticationFailedException => $"no identity of this environment gives a token for it: {FirstLine(last)}",
            RequestFailedException { Status: 401 or 403 } refused =>
                $"the account refuses the credentials ({refused.ErrorCode}): the key is wrong, or the identity lacks the roles Storage Table Data Contributor and Storage Blob Data Contributor.",
            RequestFailedException { Status: 404, ErrorCode: "TableNotFound" } => "the table is not there: it was deleted, or this is another account.",
            RequestFailedException { Status: 404, ErrorCode: "ContainerNotFound" } => "the blob container is not there: it was deleted, or this is another account.",
            RequestFailedException { Status: 409, ErrorCode: "TableBeingDeleted" or "ContainerBeingDeleted" } =>
                "it is being deleted; the name is free again in a minute or so.",
            RequestFailedException { Status: 0 } or IOException => $"it cannot be reached: {FirstLine(last)}",
            RequestFailedException failed => $"the account answered {failed.Status} {failed.ErrorCode}.",
            OperationCanceledException => "it did not answer in time.",
            _ => FirstLine(last),
        };
        return new StoreException($"{place.GetLeftPart(UriPartial.Path)}: {words}", fault);
    }

    private static string FirstLine(Exception fault) => fault.Message.Split('\n')[0].TrimEnd();
}
