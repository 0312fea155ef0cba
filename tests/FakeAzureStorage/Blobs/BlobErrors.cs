using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs;

/// <summary>The errors of the blob service.</summary>
/// <remarks>Source: Blob Storage error codes.</remarks>
public static class BlobErrors
{
    public static StorageError BlobAlreadyExists { get; } = new(409, "BlobAlreadyExists", "The specified blob already exists.");

    public static StorageError BlobNotFound { get; } = new(404, "BlobNotFound", "The specified blob does not exist.");

    public static StorageError ConditionNotMet { get; } = new(412, "ConditionNotMet",
        "The condition specified using HTTP conditional header(s) is not met.");

    public static StorageError ContainerAlreadyExists { get; } = new(409, "ContainerAlreadyExists", "The specified container already exists.");

    public static StorageError ContainerBeingDeleted { get; } = new(409, "ContainerBeingDeleted", "The specified container is being deleted.");

    public static StorageError ContainerNotFound { get; } = new(404, "ContainerNotFound", "The specified container does not exist.");

    public static StorageError InvalidBlockList { get; } = new(400, "InvalidBlockList", "The specified block list is invalid.");

    public static StorageError InvalidRange { get; } = new(416, "InvalidRange",
        "The range specified is invalid for the current size of the resource.");

    public static StorageError InvalidResourceName { get; } = new(400, "InvalidResourceName",
        "The specified resource name contains invalid characters.");

    public static StorageError Md5Mismatch { get; } = new(400, "Md5Mismatch",
        "The MD5 value specified in the request did not match with the MD5 value calculated by the server.");

    public static StorageError NotModified { get; } = new(304, "ConditionNotMet",
        "The condition specified using HTTP conditional header(s) is not met.");
}
