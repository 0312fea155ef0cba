using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using CloudOrchestrator.Azurite;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Azurite;

public class AzuriteServerTests
{
    [Fact]
    public async Task StartAsync_InMemory_ServesTablesAndBlobs()
    {
        Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var server = await AzuriteServer.StartAsync(cancellationToken);

        var table = new TableClient(server.ConnectionString, "rows");
        await table.CreateAsync(cancellationToken);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Data"] = new byte[] { 1, 2 } }, cancellationToken);
        var row = await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: cancellationToken);

        var container = new BlobContainerClient(server.ConnectionString, "blobs");
        await container.CreateAsync(cancellationToken: cancellationToken);
        await container.UploadBlobAsync("a", BinaryData.FromString("text"), cancellationToken);
        var blob = await container.GetBlobClient("a").DownloadContentAsync(cancellationToken);

        Assert.Equal([1, 2], row.Value.GetBinary("Data"));
        Assert.Equal("text", blob.Value.Content.ToString());
    }

    [Fact]
    public async Task StartAsync_FolderOfAnEarlierServer_HoldsWhatWasWritten()
    {
        Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
        var cancellationToken = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("azurite-test-").FullName;
        try
        {
            await using var first = await AzuriteServer.StartAsync(cancellationToken, folder);
            var container = new BlobContainerClient(first.ConnectionString, "blobs");
            await container.CreateAsync(cancellationToken: cancellationToken);
            await container.UploadBlobAsync("a", new BinaryData(Encoding.UTF8.GetBytes("text")), cancellationToken);
            await first.StopAsync(cancellationToken);

            await using var second = await AzuriteServer.StartAsync(cancellationToken, folder, first.AccountKey);
            var blob = await new BlobContainerClient(second.ConnectionString, "blobs").GetBlobClient("a").DownloadContentAsync(cancellationToken);

            Assert.Equal("text", blob.Value.Content.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
