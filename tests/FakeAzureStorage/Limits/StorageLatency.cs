using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Limits;

/// <summary>How long requests take on the clock of the test: half before they land, half until the answer is there.</summary>
public sealed record StorageLatency
{
    /// <summary>Everything at once: nothing waits, and a caller's thread carries the request out.</summary>
    public static StorageLatency None { get; } = new();

    /// <summary>10 ms a transaction or other write, 5 ms a read, and 10 µs a row that a query looks at.</summary>
    public static StorageLatency Typical { get; } = new()
    {
        Batch = TimeSpan.FromMilliseconds(10),
        Write = TimeSpan.FromMilliseconds(10),
        Read = TimeSpan.FromMilliseconds(5),
        BlobWrite = TimeSpan.FromMilliseconds(15),
        BlobRead = TimeSpan.FromMilliseconds(10),
        RowScanned = TimeSpan.FromMicroseconds(10),
    };

    /// <summary>An entity group transaction.</summary>
    public TimeSpan Batch { get; init; }

    /// <summary>Any other write to a table.</summary>
    public TimeSpan Write { get; init; }

    /// <summary>A query or a read of one entity.</summary>
    public TimeSpan Read { get; init; }

    /// <summary>A write of a blob.</summary>
    public TimeSpan BlobWrite { get; init; }

    /// <summary>A read of a blob, or a list of blobs.</summary>
    public TimeSpan BlobRead { get; init; }

    /// <summary>What each row that a query looks at adds, also to <see cref="StorageLimits.QueryTimeMax"/>.</summary>
    public TimeSpan RowScanned { get; init; }

    internal TimeSpan Of(RequestKind kind) => kind switch
    {
        RequestKind.Batch => Batch,
        _ when kind.IsOfBlobs() => kind.IsRead() ? BlobRead : BlobWrite,
        _ => kind.IsRead() ? Read : Write,
    };
}
