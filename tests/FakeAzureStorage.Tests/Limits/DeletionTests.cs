using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Limits;

/// <summary>The service takes its time to delete a table or a container.</summary>
public sealed class DeletionTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DeleteTable_FortySeconds_IsBeingDeleted()
    {
        var table = new FakeStorage(_time).CreateTableClient("a").GetTableClient("rows");
        await table.CreateAsync(Cancellation);
        await table.DeleteAsync(Cancellation);
        _time.Advance(TimeSpan.FromSeconds(39));

        var create = await Assert.ThrowsAsync<RequestFailedException>(() => table.CreateAsync(Cancellation));
        var add = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r"), Cancellation));
        _time.Advance(TimeSpan.FromSeconds(1));
        await table.CreateAsync(Cancellation);

        Assert.Equal((409, "TableBeingDeleted"), (create.Status, create.ErrorCode));
        Assert.Equal((409, "TableBeingDeleted"), (add.Status, add.ErrorCode));
    }

    [Fact]
    public async Task DeleteContainer_ThirtySeconds_IsBeingDeleted()
    {
        var container = new FakeStorage(_time).CreateBlobClient("a").GetBlobContainerClient("box");
        await container.CreateAsync(cancellationToken: Cancellation);
        await container.DeleteAsync(cancellationToken: Cancellation);
        _time.Advance(TimeSpan.FromSeconds(29));

        var create = await Assert.ThrowsAsync<RequestFailedException>(() => container.CreateAsync(cancellationToken: Cancellation));
        var upload = await Assert.ThrowsAsync<RequestFailedException>(() => container.UploadBlobAsync("a", BinaryData.FromString("a"), Cancellation));
        _time.Advance(TimeSpan.FromSeconds(1));
        await container.CreateAsync(cancellationToken: Cancellation);

        Assert.Equal((409, "ContainerBeingDeleted"), (create.Status, create.ErrorCode));
        Assert.Equal((404, "ContainerNotFound"), (upload.Status, upload.ErrorCode));
    }
}
