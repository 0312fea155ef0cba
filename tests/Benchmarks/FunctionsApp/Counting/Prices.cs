namespace CloudOrchestrator.FunctionsApp.Counting;

/// <summary>Documented prices in US dollars, pay as you go, East US, and what of it is free each month in a subscription.</summary>
/// <remarks>
/// Source: the pricing pages of Azure Functions (Flex Consumption, on demand), Azure Table Storage, Azure Blob Storage (hot, locally redundant), Azure
/// Queue Storage (general purpose v2) and Event Grid (basic tier), as of 2025 and 2026. What kind of operation a request is: "Map each REST operation to a price".
/// </remarks>
internal static class Prices
{
    public const double GigabyteSecond = 0.000026;
    public const double Execution = 0.40 / 1_000_000;
    public const double GigabyteSecondsFree = 100_000;
    public const double ExecutionsFree = 250_000;

    public const double EventOperation = 0.60 / 1_000_000;
    public const double EventOperationsFree = 100_000;

    /// <summary>An entity group transaction counts as one.</summary>
    public const double TableOperation = 0.036 / 1_000_000;

    public const double QueueOperation = 0.40 / 1_000_000;

    /// <summary>Put Blob and its like, and lists.</summary>
    public const double BlobWrite = 5.0 / 1_000_000;

    /// <summary>Reads, leases and the rest. Deleting is free.</summary>
    public const double BlobRead = 0.40 / 1_000_000;

    public const double HoursOfMonth = 730;

    public static double Of(StorageRequest request) => (request.Service, request.Kind) switch
    {
        ("tables", _) => TableOperation,
        ("queues", _) => QueueOperation,
        ("blobs", "delete") => 0,
        ("blobs", "write" or "list") => BlobWrite,
        _ => BlobRead,
    };
}
