using System.Net;
using System.Net.Sockets;
using CloudOrchestrator.Store.CommitLog;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests;

/// <summary>An account that cannot be used says what is wrong and where.</summary>
public sealed class AccountErrorTests(AzuriteFixture azurite)
{
    private const string Collection = "things";

    private readonly string _cluster = AzuriteFixture.NewCluster();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PrepareAsync_NobodyListens_NamesTheAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var message = await Objection($"AccountName=a;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:{port}/a;BlobEndpoint=http://127.0.0.1:{port}/a");

        Assert.Matches($"^http://127\\.0\\.0\\.1:{port}/a/{_cluster}: it cannot be reached: Connection refused", message);
    }

    [Fact]
    public async Task PrepareAsync_WrongKey_SaysSoWithoutTheKey()
    {
        var wrong = string.Join(';', azurite.ConnectionString.Split(';').Select(part => part.StartsWith("AccountKey=", StringComparison.Ordinal) ? "AccountKey=c2VjcmV0" : part));

        var message = await Objection(wrong);

        Assert.Contains("the account refuses the credentials (", message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_TableDeletedUnderneath_SaysSo()
    {
        var log = await azurite.OpenAsync(_cluster);
        var head = (await SampleRows.AppendAsync(log, Collection, LogHead.None, 1))[0].Head;
        await azurite.Account(_cluster).TableOnce.DeleteAsync(Token);

        var append = await log.AppendAsync(Collection, head, SampleRows.Next(head), Token);
        var tail = await Assert.ThrowsAsync<StoreException>(() => log.TailAsync(Collection, 0, Token).AsTask());

        Assert.Equal("The store's table is not in the storage account any more.", Assert.IsType<AppendOutcome.Rejected>(append).Reason);
        Assert.EndsWith($"/{_cluster}: the table is not there: it was deleted, or this is another account.", tail.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_ContainerDeletedUnderneath_LosesNoCommit()
    {
        var log = await azurite.OpenAsync(_cluster);
        var head = (await SampleRows.AppendAsync(log, Collection, LogHead.None, 1))[0].Head;
        await azurite.Account(_cluster).Blobs.DeleteAsync(cancellationToken: Token);

        var saving = await Assert.ThrowsAsync<StoreException>(() => log.SaveSnapshotAsync(Collection, new StoredSnapshot(1, 1, 1, new byte[] { 1 }), Token).AsTask());

        Assert.EndsWith($"/{_cluster}: the blob container is not there: it was deleted, or this is another account.", saving.Message, StringComparison.Ordinal);
        await SampleRows.AppendAsync(log, Collection, head, 1);
        Assert.Empty(await log.SnapshotsAsync(Collection, Token));
    }

    private async Task<string> Objection(string connectionString) => (await Assert.ThrowsAsync<StoreException>(
        () => AzureTablesServices.PrepareAsync(new AzureTablesOptions { ConnectionString = connectionString, Cluster = _cluster }, TimeProvider.System, Token))).Message;
}
