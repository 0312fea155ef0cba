using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Behaviours;

/// <summary>What the fake and Azurite must do alike with containers and block blobs.</summary>
public abstract class BlobBehaviours
{
    private static readonly BlobUploadOptions OnlyNew = new() { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<BlobServiceClient> ConnectAsync();

    [Fact]
    public async Task CreateContainer_Twice_Conflicts()
    {
        var container = await CreateContainerAsync();

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => container.CreateAsync(cancellationToken: Cancellation));

        Assert.Equal((409, "ContainerAlreadyExists"), (failure.Status, failure.ErrorCode));
        Assert.Null(await container.CreateIfNotExistsAsync(cancellationToken: Cancellation));
        Assert.True(await container.ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task DeleteContainer_Existing_TakesItsBlobsAway()
    {
        var container = await CreateContainerAsync();
        await container.UploadBlobAsync("a", BinaryData.FromString("a"), Cancellation);
        await container.DeleteAsync(cancellationToken: Cancellation);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => container.GetBlobClient("a").DownloadContentAsync(Cancellation));

        Assert.Equal((404, "ContainerNotFound"), (failure.Status, failure.ErrorCode));
        Assert.False(await container.ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task Upload_NameWithSlashAndUnicode_IsReadBack()
    {
        var blob = (await CreateContainerAsync()).GetBlobClient("snapshots/a b/ü+%41.bin");
        var content = new byte[70_000];
        new Random(1).NextBytes(content);

        await blob.UploadAsync(new BinaryData(content), Cancellation);
        var read = await blob.DownloadContentAsync(Cancellation);

        Assert.Equal(content, read.Value.Content.ToArray());
        Assert.Equal(content.Length, read.Value.Details.ContentLength);
    }

    [Fact]
    public async Task Upload_OnlyIfNew_RefusesTheSecond()
    {
        var blob = (await CreateContainerAsync()).GetBlobClient("a");
        await blob.UploadAsync(BinaryData.FromString("first"), OnlyNew, Cancellation);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromString("second"), OnlyNew, Cancellation));

        Assert.Equal((409, "BlobAlreadyExists"), (failure.Status, failure.ErrorCode));
        Assert.Equal("first", (await blob.DownloadContentAsync(Cancellation)).Value.Content.ToString());
    }

    [Fact]
    public async Task Upload_StaleETag_Fails()
    {
        var blob = (await CreateContainerAsync()).GetBlobClient("a");
        var first = (await blob.UploadAsync(BinaryData.FromString("first"), Cancellation)).Value.ETag;
        var second = (await blob.UploadAsync(BinaryData.FromString("second"), overwrite: true, Cancellation)).Value.ETag;

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(
            BinaryData.FromString("third"), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = first } }, Cancellation));

        Assert.Equal((412, "ConditionNotMet"), (failure.Status, failure.ErrorCode));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Upload_Metadata_ComesWithReadsAndLists()
    {
        var container = await CreateContainerAsync();
        var blob = container.GetBlobClient("a");
        await blob.UploadAsync(BinaryData.FromString("x"), new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["hash"] = "abc" } }, Cancellation);

        var properties = (await blob.GetPropertiesAsync(cancellationToken: Cancellation)).Value;
        var listed = await container.GetBlobsAsync(new GetBlobsOptions { Traits = BlobTraits.Metadata }, Cancellation).SingleAsync(Cancellation);

        Assert.Equal("abc", properties.Metadata["hash"]);
        Assert.Equal("abc", (await blob.DownloadContentAsync(Cancellation)).Value.Details.Metadata["hash"]);
        Assert.Equal(("abc", 1), (listed.Metadata["hash"], listed.Properties.ContentLength));
    }

    [Fact]
    public async Task SetMetadata_Existing_ChangesETag()
    {
        var blob = (await CreateContainerAsync()).GetBlobClient("a");
        var before = (await blob.UploadAsync(BinaryData.FromString("x"), Cancellation)).Value.ETag;

        await blob.SetMetadataAsync(new Dictionary<string, string> { ["seen"] = "1" }, cancellationToken: Cancellation);
        var properties = (await blob.GetPropertiesAsync(cancellationToken: Cancellation)).Value;

        Assert.Equal("1", properties.Metadata["seen"]);
        Assert.NotEqual(before, properties.ETag);
    }

    [Fact]
    public async Task Upload_InBlocks_IsReadBack()
    {
        var blob = (await CreateContainerAsync()).GetBlobClient("a");
        var content = new byte[100_000];
        new Random(2).NextBytes(content);

        await blob.UploadAsync(
            new MemoryStream(content),
            new BlobUploadOptions { TransferOptions = new() { InitialTransferSize = 1000, MaximumTransferSize = 30_000, MaximumConcurrency = 1 } },
            Cancellation);

        Assert.Equal(content, (await blob.DownloadContentAsync(Cancellation)).Value.Content.ToArray());
    }

    [Theory]
    [InlineData(0, 5, "01234")]
    [InlineData(3, 4, "3456")]
    [InlineData(8, 100, "89")]
    public async Task Download_Range_AnswersThatPart(long from, long length, string expected)
    {
        var blob = (await CreateContainerAsync()).GetBlobClient("a");
        await blob.UploadAsync(BinaryData.FromString("0123456789"), Cancellation);

        var part = await blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(from, length) }, Cancellation);

        Assert.Equal(expected, part.Value.Content.ToString());
        Assert.Equal($"bytes {from}-{from + expected.Length - 1}/10", part.Value.Details.ContentRange);
    }

    [Fact]
    public async Task Download_RangeBehindTheEnd_IsRefused()
    {
        var blob = (await CreateContainerAsync()).GetBlobClient("a");
        await blob.UploadAsync(BinaryData.FromString("0123456789"), Cancellation);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(300, 1) }, Cancellation));

        Assert.Equal((416, "InvalidRange"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task OpenRead_ChangedMeanwhile_Fails()
    {
        var blob = (await CreateContainerAsync()).GetBlobClient("a");
        await blob.UploadAsync(new BinaryData(new byte[1000]), Cancellation);
        await using var stream = await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { BufferSize = 100 }, Cancellation);
        var buffer = new byte[100];
        await stream.ReadExactlyAsync(buffer, Cancellation);

        await blob.UploadAsync(new BinaryData(new byte[1000]), overwrite: true, Cancellation);
        var failure = await Assert.ThrowsAsync<RequestFailedException>(async () => await stream.ReadExactlyAsync(new byte[200], Cancellation));

        Assert.Equal((412, "ConditionNotMet"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task GetBlobs_PrefixAndPages_HoldEveryNameOnceInOrder()
    {
        var container = await CreateContainerAsync();
        foreach (var name in new[] { "b/2", "a/1", "b/10", "c", "b/1", "B/1" })
        {
            await container.UploadBlobAsync(name, BinaryData.FromString(name), Cancellation);
        }

        var pages = new List<string>();
        await foreach (var page in container.GetBlobsAsync(new GetBlobsOptions { Prefix = "b/" }, Cancellation).AsPages(pageSizeHint: 2))
        {
            pages.Add(string.Join(' ', page.Values.Select(blob => blob.Name)));
        }

        Assert.Equal(["b/1 b/10", "b/2"], pages);
    }

    [Fact]
    public async Task Delete_Twice_IsNotFound()
    {
        var blob = (await CreateContainerAsync()).GetBlobClient("a");
        await blob.UploadAsync(BinaryData.FromString("x"), Cancellation);
        await blob.DeleteAsync(cancellationToken: Cancellation);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => blob.DeleteAsync(cancellationToken: Cancellation));

        Assert.Equal((404, "BlobNotFound"), (failure.Status, failure.ErrorCode));
        Assert.False(await blob.DeleteIfExistsAsync(cancellationToken: Cancellation));
        Assert.False(await blob.ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task Delete_StaleETag_Fails()
    {
        var blob = (await CreateContainerAsync()).GetBlobClient("a");
        var first = (await blob.UploadAsync(BinaryData.FromString("x"), Cancellation)).Value.ETag;
        await blob.UploadAsync(BinaryData.FromString("y"), overwrite: true, Cancellation);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => blob.DeleteAsync(conditions: new BlobRequestConditions { IfMatch = first }, cancellationToken: Cancellation));

        Assert.Equal(412, failure.Status);
        Assert.True(await blob.ExistsAsync(Cancellation));
    }

    private async Task<BlobContainerClient> CreateContainerAsync()
    {
        var container = (await ConnectAsync()).GetBlobContainerClient("c" + Guid.NewGuid().ToString("N"));
        await container.CreateAsync(cancellationToken: Cancellation);
        return container;
    }
}
