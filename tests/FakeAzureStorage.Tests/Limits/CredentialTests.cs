using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Limits;

/// <summary>Any key and any token of the account will do; another account's is refused.</summary>
public sealed class CredentialTests
{
    private const string Key = "a2V5";
    private readonly FakeStorage _storage = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SharedKey_OtherAccount_IsRefused()
    {
        var options = new TableClientOptions { Transport = _storage.CreateTransport("a") };
        options.Retry.MaxRetries = 0;
        var tables = new TableServiceClient(_storage.TableEndpoint, new TableSharedKeyCredential("other", Key), options);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => tables.CreateTableAsync("rows", Cancellation));

        Assert.Equal((403, "AuthenticationFailed"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task Blobs_OtherAccount_AreRefused()
    {
        var options = new BlobClientOptions { Transport = _storage.CreateTransport("a") };
        options.Retry.MaxRetries = 0;
        var container = new BlobContainerClient(
            $"DefaultEndpointsProtocol=https;AccountName=other;AccountKey={Key};EndpointSuffix=core.windows.net", "blobs", options);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => container.CreateAsync(cancellationToken: Cancellation));

        Assert.Equal((403, "AuthenticationFailed"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task BearerToken_Any_IsAccepted()
    {
        var credential = DelegatedTokenCredential.Create((_, _) => new AccessToken("token", DateTimeOffset.UtcNow.AddHours(1)));
        var tables = new TableServiceClient(_storage.TableEndpoint, credential, new TableClientOptions { Transport = _storage.CreateTransport("a") });
        var blobs = new BlobServiceClient(_storage.BlobEndpoint, credential, new BlobClientOptions { Transport = _storage.CreateTransport("a") });

        await tables.CreateTableAsync("rows", Cancellation);
        await blobs.CreateBlobContainerAsync("blobs", cancellationToken: Cancellation);

        Assert.Equal(204, (await tables.GetTableClient("rows").AddEntityAsync(new TableEntity("p", "r"), Cancellation)).Status);
    }
}
