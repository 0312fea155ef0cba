using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Limits;

/// <summary>What the fake does not have it refuses, so that nobody believes to have tested it.</summary>
public sealed class AbsentFeatureTests
{
    private readonly FakeStorage _storage = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, Func<BlobContainerClient, Task>> Uses => new()
    {
        { "lease", container => container.GetBlobClient("a").GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15), cancellationToken: Cancellation) },
        { "page blob", container => container.GetPageBlobClient("p").CreateAsync(512, cancellationToken: Cancellation) },
        { "append blob", container => container.GetAppendBlobClient("p").CreateAsync(cancellationToken: Cancellation) },
        { "snapshot", container => container.GetBlobClient("a").WithSnapshot("2026-01-01T00:00:00.0000000Z").DownloadContentAsync(Cancellation) },
        { "version", container => container.GetBlobClient("a").WithVersion("1").DownloadContentAsync(Cancellation) },
        { "date", container => container.GetBlobClient("a").GetPropertiesAsync(new() { IfModifiedSince = DateTimeOffset.UnixEpoch }, Cancellation) },
        { "folders", container => container.GetBlobsByHierarchyAsync(new GetBlobsByHierarchyOptions { Delimiter = "/" }, Cancellation).ToListAsync(Cancellation).AsTask() },
        { "states", container => container.GetBlobsAsync(new GetBlobsOptions { States = BlobStates.Deleted }, Cancellation).ToListAsync(Cancellation).AsTask() },
    };

    [Theory]
    [MemberData(nameof(Uses))]
    public async Task Use_AbsentFeature_IsNotImplemented(string feature, Func<BlobContainerClient, Task> use)
    {
        var container = _storage.CreateBlobClient("a").GetBlobContainerClient("box");
        await container.CreateAsync(cancellationToken: Cancellation);
        await container.UploadBlobAsync("a", BinaryData.FromString("a"), Cancellation);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => use(container));

        Assert.Equal((feature, 501), (feature, failure.Status));
    }
}
