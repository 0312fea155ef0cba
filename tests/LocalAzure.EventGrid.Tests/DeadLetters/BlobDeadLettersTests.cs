using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.LocalAzure.EventGrid.DeadLetters;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests.DeadLetters;

/// <summary>Through the service's own client to an account.</summary>
public sealed class BlobDeadLettersTests
{
    private readonly FakeStorage _storage = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TryWriteAsync_ContainerThere_WritesTheBlob()
    {
        var account = _storage.CreateBlobClient("a");
        var container = await account.CreateBlobContainerAsync("deadletters", cancellationToken: Cancellation);

        var isWritten = await new BlobDeadLetters(account).TryWriteAsync("deadletters", "t/S/2026/1/2/3/x.json", "[1]"u8.ToArray(), Cancellation);
        var blob = await container.Value.GetBlobClient("t/S/2026/1/2/3/x.json").DownloadContentAsync(Cancellation);

        Assert.True(isWritten);
        Assert.Equal(("[1]", "application/json"), (blob.Value.Content.ToString(), blob.Value.Details.ContentType));
    }

    [Fact]
    public async Task TryWriteAsync_NoContainer_SaysSo() =>
        Assert.False(await new BlobDeadLetters(_storage.CreateBlobClient("a")).TryWriteAsync("deadletters", "x.json", "[1]"u8.ToArray(), Cancellation));

    [Fact]
    public async Task TryWriteAsync_AccountAway_SaysSo()
    {
        var account = _storage.CreateBlobClient("a");
        await account.CreateBlobContainerAsync("deadletters", cancellationToken: Cancellation);
        _storage.Faults.On(RequestTarget.Any, Fault.DropRequest());

        Assert.False(await new BlobDeadLetters(account).TryWriteAsync("deadletters", "x.json", "[1]"u8.ToArray(), Cancellation));
    }
}
