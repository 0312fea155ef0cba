using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Blobs;

/// <summary>The conditional headers of a request.</summary>
internal sealed record BlobConditions(string? IfMatch, string? IfNoneMatch)
{
    public static BlobConditions Of(StorageRequest request) => new(request.Header("If-Match"), request.Header("If-None-Match"));

    /// <exception cref="RefusedException">The blob is not as a write wants it.</exception>
    public void CheckWrite(StoredBlob? blob)
    {
        if (IfNoneMatch == "*" && blob is not null)
        {
            throw new RefusedException(BlobErrors.BlobAlreadyExists);
        }

        if ((IfMatch is not null && !IsMatch(IfMatch, blob)) || (IfNoneMatch is not null && blob is not null && IsMatch(IfNoneMatch, blob)))
        {
            throw new RefusedException(BlobErrors.ConditionNotMet);
        }
    }

    /// <exception cref="RefusedException">The blob is not as a read wants it.</exception>
    public void CheckRead(StoredBlob blob)
    {
        if (IfMatch is not null && !IsMatch(IfMatch, blob))
        {
            throw new RefusedException(BlobErrors.ConditionNotMet);
        }

        if (IfNoneMatch is not null && IsMatch(IfNoneMatch, blob))
        {
            throw new RefusedException(BlobErrors.NotModified);
        }
    }

    private static bool IsMatch(string wanted, StoredBlob? blob) => blob is not null && (wanted == "*" || wanted.Trim('"') == blob.ETag.Trim('"'));
}
