using Azure.Storage.Blobs;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Behaviours;

public sealed class FakeBlobTests : BlobBehaviours
{
    private readonly FakeStorage _storage = new(TimeProvider.System);

    protected override Task<BlobServiceClient> ConnectAsync() => Task.FromResult(_storage.CreateBlobClient("test"));
}
