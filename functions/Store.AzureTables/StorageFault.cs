using Azure;
using Azure.Identity;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>A failed request in words: what is wrong and where.</summary>
internal static class StorageFault
{
    /// <summary>Runs a request to a place. Where it fails, the exception says so in words.</summary>
    /// <exception cref="StoreException">It failed.</exception>
    public static async ValueTask<T> InWordsAsync<T>(Uri place, Func<Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (Exception fault) when (Is(fault, cancellationToken))
        {
            throw Of(place, fault);
        }
    }

    /// <summary>Runs a request that answers nothing.</summary>
    /// <exception cref="StoreException">It failed.</exception>
    public static async ValueTask InWordsAsync(Uri place, Func<Task> request, CancellationToken cancellationToken) =>
        await InWordsAsync(
            place,
            async () =>
            {
                await request().ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Whether this is a fault of the account, the way to it, or the right to use it.</summary>
    private static bool Is(Exception fault, CancellationToken cancellationToken) =>
        fault is RequestFailedException or AuthenticationFailedException or AggregateException or IOException
        || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static StoreException Of(Uri place, Exception fault)
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
