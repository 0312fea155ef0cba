namespace CloudOrchestrator.FakeAzureStorage.Requests;

/// <summary>Kinds of requests that are often meant together.</summary>
public static class RequestKinds
{
    /// <summary>Requests for tables that change nothing.</summary>
    public static IReadOnlyList<RequestKind> TableReads { get; } = [RequestKind.QueryTables, RequestKind.GetEntity, RequestKind.QueryEntities];

    /// <summary>Requests that change entities.</summary>
    public static IReadOnlyList<RequestKind> EntityWrites { get; } =
        [RequestKind.InsertEntity, RequestKind.UpdateEntity, RequestKind.MergeEntity, RequestKind.DeleteEntity, RequestKind.Batch];

    /// <summary>Requests for blobs that change nothing.</summary>
    public static IReadOnlyList<RequestKind> BlobReads { get; } =
        [RequestKind.GetContainer, RequestKind.ListBlobs, RequestKind.GetBlob, RequestKind.GetBlobProperties];

    /// <summary>Requests that change blobs.</summary>
    public static IReadOnlyList<RequestKind> BlobWrites { get; } =
        [RequestKind.PutBlob, RequestKind.PutBlock, RequestKind.PutBlockList, RequestKind.SetBlobMetadata, RequestKind.DeleteBlob];

    internal static bool IsRead(this RequestKind kind) => TableReads.Contains(kind) || BlobReads.Contains(kind);

    internal static bool IsOfBlobs(this RequestKind kind) => kind >= RequestKind.CreateContainer;
}
