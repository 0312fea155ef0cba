using Azure.Storage.Blobs;
using CloudOrchestrator.FakeAzureStorage.Tests.Azurite;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Behaviours;

public sealed class AzuriteBlobTests(AzuriteFixture azurite) : BlobBehaviours
{
    protected override async Task<BlobServiceClient> ConnectAsync()
    {
        var server = await azurite.StartedAsync();
        var options = new BlobClientOptions();
        options.Retry.MaxRetries = 0;
        return new BlobServiceClient(server.ConnectionString, options);
    }
}
