using Azure;
using Azure.Identity;
using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>What a failed append means. Pure.</summary>
internal static class AppendFailure
{
    /// <remarks>A transaction is applied whole or not at all, and a precondition is checked before anything is applied. Throttling (429, 503) may
    /// be answered by a front end that had passed the request on, so its outcome is as open as that of a lost answer.</remarks>
    public static AppendOutcome Outcome(Exception fault) => fault switch
    {
        AuthenticationFailedException => new AppendOutcome.Rejected($"No token for the storage account: {fault.Message.Split('\n')[0].TrimEnd()}"),
        RequestFailedException { Status: 404, ErrorCode: "TableNotFound" } or RequestFailedException { Status: 409, ErrorCode: "TableBeingDeleted" } => new AppendOutcome.Rejected("The store's table is not in the storage account any more."),
        // The head that was to be replaced is not there.
        RequestFailedException { Status: 404 or 409 or 412 } => new AppendOutcome.HeadMoved(),
        RequestFailedException { Status: 400 or 401 or 403 or 413 } refused => new AppendOutcome.Rejected(Describe(refused)),
        RequestFailedException { Status: not 0 } failed => new AppendOutcome.Unknown(Describe(failed)),
        _ => new AppendOutcome.Unknown(fault.Message),
    };

    private static string Describe(RequestFailedException fault) => $"The storage account answered {fault.Status} {fault.ErrorCode}";
}
