using System.Globalization;
using CloudOrchestrator.FakeAzureStorage.Tables.Operations;

namespace CloudOrchestrator.FakeAzureStorage.Requests;

/// <summary>
/// A shared access signature of the table service. Like keys, the signature itself is not checked; what it reaches is: table, rows, rights
/// and time. Entities alone are served by it.
/// </summary>
/// <remarks>Source: «Create a service SAS», the table service's fields.</remarks>
internal static class TableSignature
{
    /// <exception cref="RefusedException">The signature does not reach this.</exception>
    public static void Check(StorageOperation operation, RequestAddress address, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(address.QueryValue("se"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) || end <= now
            || address.QueryValue("sv") is null)
        {
            throw new RefusedException(StorageError.AuthenticationFailed);
        }

        if (operation is RefusedOperation)
        {
            return;
        }

        var isReached = operation is ChangeEntity { Change: var change }
            && change.Table.Equals(address.QueryValue("tn"), StringComparison.OrdinalIgnoreCase)
            && IsWithin(change, address)
            && RightsFor(change).All(right => address.QueryValue("sp")?.Contains(right, StringComparison.Ordinal) == true);
        if (!isReached)
        {
            throw new RefusedException(StorageError.AuthorizationFailure);
        }
    }

    /// <summary>Keys are compared as pairs: the first and the last row that it reaches.</summary>
    private static bool IsWithin(EntityChange change, RequestAddress address) =>
        Compare(change, address.QueryValue("spk"), address.QueryValue("srk")) >= 0 && Compare(change, address.QueryValue("epk"), address.QueryValue("erk")) <= 0;

    private static int Compare(EntityChange change, string? partition, string? row) =>
        partition is null ? 0
        : string.CompareOrdinal(change.PartitionKey, partition) is not 0 and var order ? order
        : row is null ? 0 : string.CompareOrdinal(change.RowKey, row);

    private static string RightsFor(EntityChange change) => change.Kind switch
    {
        ChangeKind.Insert => "a",
        ChangeKind.Delete => "d",
        _ => change.IfMatch is null ? "au" : "u",
    };
}
