namespace CloudOrchestrator.FakeAzureStorage.Requests;

/// <summary>What a request asks for: the unit in which requests are counted, delayed and broken.</summary>
public enum RequestKind
{
    /// <summary>Refused before it was understood.</summary>
    Unknown,
    CreateTable,
    DeleteTable,
    QueryTables,
    GetEntity,
    QueryEntities,
    InsertEntity,

    /// <summary>A replacement, with or without a condition.</summary>
    UpdateEntity,

    /// <summary>A merge, with or without a condition.</summary>
    MergeEntity,
    DeleteEntity,

    /// <summary>An entity group transaction.</summary>
    Batch,
    CreateContainer,
    GetContainer,
    DeleteContainer,
    ListBlobs,
    PutBlob,
    PutBlock,
    PutBlockList,
    GetBlob,
    GetBlobProperties,
    SetBlobMetadata,
    DeleteBlob,
}
